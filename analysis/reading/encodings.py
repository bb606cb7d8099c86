"""Where a study lies, and how its bytes become text: nothing is dropped or replaced, a fault names byte and line."""

import codecs
import io
import re
from collections.abc import Iterable
from itertools import chain
from typing import BinaryIO

from analysis.faults import Fault, InputError

COMMON = [
    *(f"cp{number}" for number in range(1250, 1259)),
    "koi8_r",
    "koi8_u",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
]
COMMON += ["cp949", "cp874", "mac_roman", "mac_cyrillic"]  # encodings of texts that are not UTF-8
HINTED = '`encoding: {"old/*.txt": windows-1252}`'
NEAR = 50_000  # bytes before and behind one that cannot be decoded, by which encodings are guessed
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(rb"\r\n?|\n")


def decode(data: bytes, file: str, encoding: str = "") -> str:
    r"""Decode a file strictly, with CRLF and CR turned into LF and a byte-order mark dropped, and nothing else changed.

    It is UTF-8, or UTF-16 where a byte-order mark says so; a stated `encoding` is for what is neither.

    >>> decode(b"\xef\xbb\xbfone\r\ntwo\r", "a.txt")
    'one\ntwo\n'
    >>> decode(b"caf\xe9", "a.txt", "windows-1252")
    'café'
    >>> decode(b"caf\xe9", "a.txt")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    analysis.faults.InputError: a.txt, line 1: found byte 0xe9 at offset 3, which is not UTF-8; expected UTF-8 text...
    """
    codec = codec_of([data], encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            [undecodable(io.BytesIO(data), error.start, file, codec, encoding)]
        ) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def codec_of(pieces: Iterable[bytes], stated: str) -> str:
    """How a file is decoded, by the pieces that it comes in; without a `stated` encoding the first one tells.

    >>> codec_of([b"caf", b"\\xc3\\xa9"], "latin-1"), codec_of([b"caf\\xe9"], "latin-1")
    ('utf-8', 'latin-1')
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    if first.startswith(UTF_16_MARKS):
        return "utf-16"
    if not stated or first.startswith(codecs.BOM_UTF8):
        return "utf-8"
    try:
        texts = codecs.iterdecode(chain([first], pieces), "utf-8")
        # Letters of UTF-16 and of ISO-2022 hold NUL and ESC, and look like UTF-8 otherwise.
        return stated if any("\x00" in text or "\x1b" in text for text in texts) else "utf-8"
    except UnicodeDecodeError:
        return stated


def undecodable(handle: BinaryIO, at: int, file: str, codec: str, stated: str) -> Fault:
    """The fault of the byte at `at`, which the encoding `codec` does not know; `stated` in study.yaml, or blank."""
    handle.seek(max(0, at - NEAR))
    near = handle.read(2 * NEAR)
    name = codec.upper() if codec.startswith("utf") else codec
    byte = f"byte 0x{near[min(at, NEAR)]:02x} at offset {at}"
    handle.seek(0)
    if codec == "utf-8" and not stated and any(b"\x00" in piece for piece in handle):
        return Fault(file, f"a binary file ({byte} is not UTF-8)", "UTF-8 text")
    line, found = (_line_of(at, handle), _likely(near)) if codec != "utf-16" else (0, [])
    likely = f" (it may be {' or '.join(found)})" if found else ""
    expected = f"{name} text: save it again as UTF-8{likely}; for texts and tables study.yaml can state it: {HINTED}"
    return Fault(
        file,
        f"{byte}, which is not {name}",
        f"another encoding{likely}" if stated else expected,
        line=line,
    )


def _line_of(at: int, handle: BinaryIO) -> int:
    """The line of the byte at `at`, whatever ends the lines."""
    handle.seek(0)
    ends = 0
    for piece in handle:  # which ends in LF: no CRLF is parted
        ends += len(_LINE_END.findall(piece[: max(at, 0)]))
        at -= len(piece)
    return ends + 1


def _likely(data: bytes) -> list[str]:
    """The likeliest encodings of bytes that are not UTF-8, by what the letters would be."""
    from charset_normalizer import from_bytes  # slow to import

    found = [
        match.encoding.replace("cp125", "windows-125")
        for match in from_bytes(data, cp_isolation=COMMON)
    ]
    # Where few letters tell encodings apart, the commonest one of the Latin script goes first.
    few = sum(byte > 0x7F for byte in data) < len(data) / 8
    return list(dict.fromkeys(["windows-1252", *found] if few else found))[:3]
