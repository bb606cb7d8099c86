r"""Texts out of web pages (.html, .htm), as the HTML Standard describes them.

A page is read in three steps:

1. `blocks` turns the elements of the page into headings, paragraphs, list items and rows. It leaves
   out what the page itself marks as something else (`parts`): menus, notes, pictures, scripts.
2. `main_text` chooses among these blocks, if the page shows signs of more menus and the like.
3. `write_text` writes the chosen blocks.

With `html: whole` in `study.yaml`, the page is read by `read_whole`: menus and the like are kept.
"""

import re

from bs4 import BeautifulSoup, ParserRejectedMarkup
from bs4.dammit import EncodingDetector

from analysis.faults import Fault, InputError
from analysis.reading.encodings import decode
from analysis.reading.formats.html.blocks import PageText, read_blocks
from analysis.reading.formats.html.main_text import choose_main_text
from analysis.reading.formats.html.word_processors import is_word_processed, mark_paragraphs
from analysis.reading.layout_writer import ExtractedText, write_text
from analysis.reading.markup import escape_endless
from analysis.reading.zip_files import too_large

MOST_TAGS = 250_000  # of a page: more take minutes, and a gigabyte of memory
# Browsers read these encodings as Windows-1252, which has all of their characters and more.
READ_AS_WINDOWS_1252 = {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}

LONGEST_CHARSET = 40  # characters of a declared one that a message quotes
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
# A page that a browser saved as "web page, single file": an e-mail message with the page in it.
_WEB_ARCHIVE = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*content-type:\s*multipart/related",
    re.IGNORECASE,
)


def read(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    r"""Read the main text of a web page.

    The encoding is, in this order: `encoding`, what a byte-order mark says, what the page's
    `<meta charset>` says, UTF-8.

    Raises:
        InputError: the page cannot be decoded, or its markup cannot be read.

    >>> page = b"<h2>Aims</h2><p>To see<br>and act.<ul><li>one<li>two</ul><img src=x>"
    >>> extracted = read(page, "a.html")
    >>> extracted.text, extracted.phrases
    ('## Aims\n\nTo see\nand act.\n\n- one\n- two', ('1 picture',))
    """
    markup, soup = _parse(data, file, encoding)
    page = read_blocks(soup)
    if not is_word_processed(soup):
        page = choose_main_text(page, soup, markup)
    return _write(page)


def read_whole(data: bytes, file: str, encoding: str = "") -> ExtractedText:
    """Read a web page as `read` does, with its menus and the like.

    >>> read_whole(b"<nav>Home</nav><p>To see and act.", "a.html").text
    'Home\\n\\nTo see and act.'
    """
    _, soup = _parse(data, file, encoding)
    return _write(read_blocks(soup, whole=True))


def _write(page: PageText) -> ExtractedText:
    return write_text(page.blocks, page.left_out)


def _parse(data: bytes, file: str, encoding: str) -> tuple[str, BeautifulSoup]:
    """Return the markup of a page and its tree of elements."""
    if _WEB_ARCHIVE.match(data):
        found = "a web archive (MHTML: a page and its pictures in one message)"
        expected = "the page saved again as `Web page, complete` or as `HTML only`"
        raise InputError([Fault(file, found, expected)])
    encoding = encoding or _find_encoding(data)
    try:
        text = decode(data, file, encoding)
        markup = escape_endless(_XML_DECLARATION.sub("", text, count=1))
        if markup.count("<") > MOST_TAGS:
            raise InputError([too_large(file, f"a page of more than {MOST_TAGS:,} tags")])
        # Beautiful Soup may take markup without a line end for the name of a file.
        soup = BeautifulSoup(markup + "\n", "html.parser")
    except (LookupError, UnicodeError):
        fault = Fault(
            file, f"the charset {encoding[:LONGEST_CHARSET]!r}", "a known charset, such as utf-8"
        )
    except ParserRejectedMarkup as error:
        found = f"markup that cannot be read ({error})"
        fault = Fault(file, found, "a web page (.html)")
    else:
        mark_paragraphs(soup)
        return markup, soup
    raise InputError([fault])


def _find_encoding(data: bytes) -> str:
    r"""Return the encoding that a page declares; "" if it declares none.

    >>> _find_encoding(b'<meta charset="ISO-8859-1">')
    'windows-1252'
    """
    name = EncodingDetector.find_declared_encoding(data, is_html=True) or ""
    if name in READ_AS_WINDOWS_1252:
        return "windows-1252"
    if name.startswith("utf-16"):
        return "utf-8"  # the declaration was read as ASCII, so it is not true
    return name
