"""Files of other formats under a name that ends in .txt or .md are named for what they are."""

import pytest
import same_article
from openpyxl import Workbook

from analysis import InputError
from analysis.reading.formats import plain
from analysis.reading.formats.plain import read
from analysis.reading.signatures import refuse_other_formats


def _xlsx(tmp_path) -> bytes:
    Workbook().save(tmp_path / "a.xlsx")
    return (tmp_path / "a.xlsx").read_bytes()


MAIL = "From: a@example.org\r\nSubject: A long\r\n subject\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize(
    ("beginning", "found"),
    [
        (r"{\rtf1\ansi Text.}", "rich text (RTF)"),
        ('{"text": "Yes."}', "JSON"),
        ('[\n  {"id": 1, "text": "Yes."}]', "JSON"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.", "subtitles (WebVTT)"),
        ("\ufeffWEBVTT - Talk\r\n\r\n1\r\n00:01.000 --> 00:02.000\r\nYes.", "subtitles (WebVTT)"),
        ("1\n00:00:01,000 --> 00:00:02,500\nYes.", "subtitles (SRT)"),
        ("\r\n1\r\n00:00:01.000 --> 00:00:02.500\r\nYes.", "subtitles (SRT)"),
        ("0:00:00.599,0:00:04.160\nYes.", "subtitles (SBV)"),
        ("[Script Info]\nTitle: x", "subtitles (ASS)"),
        ("%PDF-1.7\n...", "a PDF"),
        ("%!PS-Adobe-3.0\n", "PostScript"),
        ("\\documentclass{article}", "LaTeX"),
        ("<!DOCTYPE html>\n<p>Text.", "a web page"),
        ("\n<!-- saved from url -->\n<HTML lang=en>", "a web page"),
        ('<?xml version="1.0"?><TEI/>', "XML"),
        ("From a@example.org Mon Jan  2 10:00:00 2023\nSubject: x\n\nText.", "a mailbox (mbox)"),
        (f"{MAIL}Content-Type: text/plain\r\n\r\nText.", "an e-mail (MIME)"),
        ("MIME-Version: 1.0\nSubject: x\n\nText.", "an e-mail (MIME)"),
        (f"{MAIL}Content-Type: multipart/related\r\n", "a saved web page or e-mail (MIME)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Office program"),
        (b"PK\x03\x04 nothing known", "a zip archive"),
        (b"\x1f\x8b\x08", "a compressed archive"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.".encode("utf-16"), "subtitles (WebVTT)"),
    ],
)
def test_another_format_is_an_error_that_says_what_it_is(beginning, found):
    data = beginning.encode() if isinstance(beginning, str) else beginning
    for name in ("a.txt", "a.md"):
        with pytest.raises(InputError) as caught:
            read(data, name)
        (fault,) = caught.value.faults
        assert (fault.file, fault.found) == (name, found)
        assert fault.expected


def test_zipped_formats_are_told_apart(tmp_path):
    samples = {
        "a Word document": same_article.docx(),
        "an OpenDocument text": same_article.odt(),
        "a spreadsheet": _xlsx(tmp_path),
    }
    for what, data in samples.items():
        with pytest.raises(InputError, match=f"found {what}; expected a name that ends in"):
            read(data, "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT is a format of subtitles.",
        "{ rtf } is short for rich text.",
        "1\n\nAt 00:00:01 it began.",
        "<p>Marked up, but no page.",
        "From here on Monday we go.",
        "From: Ann\nTo: Ben\n\nDear Ben, the MIME-Version: line is not at the top.",
        "Interviewer: Why?\nSpeaker: Because.\n",
        "% of the votes",
        "PK is short for a name.",
        "0:00 is midnight.",
    ],
)
def test_prose_is_read_whatever_it_is_about(text):
    assert plain.read(text.encode(), "a.txt").text == text


@pytest.mark.parametrize("comment", [b"<!---->", b"<!-- x -->\n", b" <!-- -->", b"<!--"])
@pytest.mark.parametrize("n", [40, 500])
def test_many_comments_at_the_top_are_looked_at_once(comment, n):
    refuse_other_formats(comment * n + b"x", "a.txt")  # which would otherwise take hours


def test_a_page_below_comments_is_a_page():
    with pytest.raises(InputError, match=r"a.txt: found a web page"):
        refuse_other_formats(b"\n<!-- a --> <!-- b -->\n<html><p>Text.", "a.txt")
