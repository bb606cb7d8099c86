"""Printing the report: a browser is found and asked, or the message says what is wrong."""

import pypdfium2
import pytest

from analysis import InputError
from analysis.atomic import write_atomic
from analysis.output import pdf
from analysis.output.pdf import find_browser, print_page, without_times

# A program that writes what it was told to print, in place of a browser.
PRINTER = """#!/bin/sh
for word in "$@"; do
    case "$word" in --print-to-pdf=*) printf "%s" "$*" > "${word#--print-to-pdf=}";; esac
done
"""


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A function that makes a program called `chromium`, the only one on the path."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def make(script: str) -> str:
        write_atomic(tmp_path / "chromium", script.encode())
        (tmp_path / "chromium").chmod(0o755)
        return find_browser("--pdf")

    return make


def test_the_first_browser_on_the_path_is_found(program, tmp_path):
    assert program(PRINTER) == str(tmp_path / "chromium")


def test_without_one_the_message_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "ON_MACOS", ())
    with pytest.raises(
        InputError, match="--pdf: found no browser that can print the report; expected Chromium"
    ):
        find_browser("--pdf")


def test_the_page_is_named_whatever_its_path_and_nothing_else_is_loaded(program, tmp_path):
    page = tmp_path / "my #1 50%" / "report.html"
    write_atomic(page, b"<p>x")
    words = print_page(page, program(PRINTER)).decode()
    assert words.endswith("/my%20%231%2050%25/report.html")
    assert "--headless" in words
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in words


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("#!/bin/sh\necho no display >&2\nexit 1", r"\(no display\)"),
        ("#!/bin/sh\nexit 0", r"\(no reason given\)"),
        ("#!/bin/sh\nexec sleep 30", r"\(no end after 0.2 seconds\)"),
        ("no program", "a browser that did not print it"),
    ],
)
def test_a_browser_that_fails_is_named(program, tmp_path, script, found):
    browser = program(script)
    with pytest.raises(
        InputError, match=rf"report\.pdf: found a browser that did not print it.*{found}|{found}"
    ):
        print_page(tmp_path / "report.html", browser, time_limit=0.2)


def test_times_are_overwritten_by_as_many_characters():
    times = b"/CreationDate (D:20260331120000+00'00')\n/ModDate (D:20260331120000Z)/Date(D:1)"
    written = without_times(times)
    assert len(written) == len(times)
    assert b"2026" not in written


@pytest.mark.browser
def test_a_browser_prints_the_page_twice_the_same(tmp_path):
    try:
        browser = find_browser("--pdf")
    except InputError:
        pytest.skip("Chromium is not installed")
    page = tmp_path / "report.html"
    write_atomic(page, "<!doctype html><title>T</title><p>حقوق 人权 ]]&gt; said".encode())
    printed = print_page(page, browser)
    with pypdfium2.PdfDocument(printed) as document:
        assert "said" in document[0].get_textpage().get_text_range()
    assert print_page(page, browser) == printed
