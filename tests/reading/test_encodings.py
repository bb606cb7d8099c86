"""Decoding is strict, and gives the same text line by line as all at once."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.reading.encodings import codec_of, decode, decode_lines

TEXTS = st.text(st.sampled_from("ab \ré\n\u2028国"), max_size=30)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"])


@given(TEXTS, ENCODINGS, st.sampled_from(["", "latin-1"]))
def test_a_file_read_by_line_gives_the_same_text_as_read_whole(text, encoding, stated):
    data = text.encode(encoding, "replace")
    try:
        expected = decode(data, "a.txt", stated)
    except InputError as error:
        with pytest.raises(InputError) as caught:
            list(decode_lines(io.BytesIO(data), "a.txt", stated))
        assert caught.value.faults == error.faults
    else:
        lines = list(decode_lines(io.BytesIO(data), "a.txt", stated))
        assert "".join(lines) == expected


@pytest.mark.parametrize(
    ("chunks", "stated", "expected"),
    [
        ([b"\xff\xfea\x00"], "latin-1", "utf-16"),
        ([b"\xef\xbb\xbfcaf\xe9"], "latin-1", "utf-8"),
        ([b"\xc3", b"\xa9"], "latin-1", "utf-8"),
        ([b"a\x00b\x00"], "utf-16-le", "utf-16-le"),
        ([b"\x1b$B"], "iso-2022-jp", "iso-2022-jp"),
        ([], "latin-1", "utf-8"),
    ],
)
def test_a_stated_encoding_applies_only_to_files_that_are_not_utf_8(chunks, stated, expected):
    assert codec_of(chunks, stated) == expected


def test_a_file_with_nul_that_is_not_utf_8_is_binary():
    with pytest.raises(
        InputError, match=r"found a binary file \(byte 0xff at offset 1 is not UTF-8"
    ):
        decode(b"\x00\xff", "a.bin")
