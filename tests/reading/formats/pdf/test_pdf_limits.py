"""PDFs that would take minutes, or all memory: each is read quickly or refused."""

import zlib

import pytest

from analysis import InputError
from analysis.reading.formats.pdf import read


def raw_pdf(content: bytes, kids: int = 1) -> bytes:
    """A PDF whose pages, all the same one, have this content."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + b"3 0 R " * kids + b"]/Count %d>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + table + end


SENTENCE = b"BT /F 10 Tf 72 700 Td (One text that is here for all of us to read.) Tj ET\n"


def test_a_pdf_of_the_simplest_kind_is_read():
    assert read(raw_pdf(SENTENCE), "a.pdf").text == "One text that is here for all of us to read."


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (raw_pdf(SENTENCE, kids=10_001), "10,001 pages"),
        (
            raw_pdf(b"BT /F 1 Tf 12 TL 1 700 Td\n" + b"(One text of words.) Tj T*\n" * 12_000),
            "a page of more than 200,000 characters",
        ),
        (raw_pdf(SENTENCE + b" " * 200_000_000), "a part of more than 200 MB once unpacked"),
    ],
    ids=["pages", "characters", "packed"],
)
def test_a_pdf_that_takes_long_or_all_memory_is_refused(data, found):
    with pytest.raises(InputError) as caught:
        read(data, "a.pdf")
    assert str(caught.value) == (
        f"a.pdf: found {found}; expected a smaller file: split it, or save it as plain text (.txt)"
    )


@pytest.mark.parametrize(
    "letters", [b"a" * 30_000, b"word. . . . . " * 2_000 + b"!", b"a" + b" " * 30_000]
)
def test_a_long_line_takes_no_longer_than_others(letters):
    line = b"BT /F 1 Tf 1 600 Td (" + letters + b") Tj ET"
    assert "One text" in read(raw_pdf(SENTENCE + line), "a.pdf").text
