"""HTML in texts that are not web pages, such as cells of a table: find it and decode it."""

import re
from collections.abc import Iterable
from html.entities import html5
from html.parser import HTMLParser

from analysis.reading.layout_writer import ExtractedText, heading_marker
from analysis.reading.omissions import Tally

HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "form", "header", "hr", "main", "nav", "ol", "p", "pre", "section"),
    *("table", "ul", *HEADING_LEVELS),
}
LINES = {"br", "li", "tr"}  # each begins a new line
INLINE = {
    *("a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "mark"),
    *("q", "s", "small", "span", "strike", "strong", "sub", "sup", "tbody", "td", "tfoot", "th"),
    *("thead", "tt", "u", "wbr"),
}
# The elements whose text is left out; "" for those that no report needs to name.
LEFT_OUT = {"script": "", "style": "", "del": "deleted passage"}
TAGS = BLOCKS | LINES | INLINE | set(LEFT_OUT)

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKUP = re.compile(f"{_TAG.pattern}|{_ENTITY.pattern}")
# What the parser takes as a whole, and how it ends.
_ENDS = {"<!--": "-->", "<![": "]"}
# A number that is no character, because it has too many digits.
_ENDLESS_NUMBER = re.compile(r"&(?=#[0-9]{9}|#[xX][0-9A-Fa-f]{9})")
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def escape_endless(markup: str) -> str:
    """Write what cannot be a tag, a comment or the like, because it never ends, as the text it is.

    The parser would look for the end of each again and again, and for a character of each number.

    >>> escape_endless("<p>x <y"), escape_endless("<p>One.<!--<p>Two.")
    ('<p>x &lt;y', '<p>One.&lt;!--<p>Two.')
    """
    markup = _ENDLESS_NUMBER.sub("&amp;", markup)
    end = markup.rfind(">") + 1
    markup = markup[:end] + markup[end:].replace("<", "&lt;")
    for opening, closing in _ENDS.items():
        end = markup.rfind(closing) + 1
        markup = markup[:end] + markup[end:].replace(opening, f"&lt;{opening[1:]}")
    return markup


def find_markup(text: str) -> list[str]:
    """List the HTML tags and entities in a text, such as `<br>` and `&amp;`.

    Only names that HTML knows count, so a text may hold `a < b & c`, `<3` or `<name>`.

    >>> find_markup("First line.<br/>Second &amp; more <b>bold</b>, x < y & z.")
    ['<br/>', '&amp;', '<b>', '</b>']
    """
    if "<" not in text and "&" not in text:
        return []
    found = []
    for match in _MARKUP.finditer(text):
        tag, entity = match.groups(default="")
        is_entity = entity.startswith("#") or f"{entity};" in html5
        if tag.lower() in TAGS or is_entity:
            found.append(match[0])
    return found


def text_of_markup(markup: str) -> str:
    r"""Return the text of some HTML (see `read_markup`).

    >>> text_of_markup("First line.<br>Second &amp; more <b>bold</b>.<p>Third: x < y.")
    'First line.\nSecond & more bold.\n\nThird: x < y.'
    """
    return read_markup(markup).text


def read_markup(markup: str) -> ExtractedText:
    """Decode HTML as a browser shows it: a line end for `<br>`, a blank line between paragraphs.

    Entities are decoded, tags removed. Names that HTML does not know stay, such as `<name>`. The
    line ends of the markup itself count only if it has no `<br>` and no paragraphs. Deleted
    passages and pictures are left out and counted.
    """
    names = [name.lower() for name in _TAG.findall(markup)]
    parser = _MarkupReader(keeps_line_ends=not (BLOCKS | LINES).intersection(names))
    parser.feed(escape_endless(markup))
    parser.close()
    return ExtractedText(parser.text(), parser.tally.omissions())


class _MarkupReader(HTMLParser):
    """Collects the text of HTML in segments; a segment of line ends only is a break."""

    def __init__(self, keeps_line_ends: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.keeps_line_ends = keeps_line_ends
        self.tally = Tally()
        self.segments: list[str] = []
        self.left_out: list[str] = []  # the open elements whose text is left out
        self.n_preformatted = 0

    def handle_starttag(self, tag: str, attrs: Iterable[object]) -> None:
        """Begin a line or a block; keep what is not an HTML tag."""
        if tag in LEFT_OUT:
            self.left_out.append(tag)
        elif tag not in TAGS:
            self.segments.append(self.get_starttag_text() or "")
        elif tag == "img":
            self.tally.add("picture")
        elif tag == "pre":
            self.n_preformatted += 1
        self._begin(tag)

    def handle_startendtag(self, tag: str, attrs: Iterable[object]) -> None:
        """Read `<br/>` as `<br>`; an element that is closed at once leaves nothing out."""
        if tag not in LEFT_OUT:
            self.handle_starttag(tag, attrs)

    def _begin(self, tag: str) -> None:
        if tag in BLOCKS:
            self.segments.append("\n\n")
        elif tag in LINES:
            self.segments.append("\n")
        if tag == "li":
            self.segments.append("- ")
        elif tag in ("td", "th"):
            self.segments.append(" ")
        elif tag in HEADING_LEVELS:
            self.segments.append(heading_marker(HEADING_LEVELS[tag]))

    def handle_endtag(self, tag: str) -> None:
        """End a block, or what is left out."""
        if tag in self.left_out:
            self.left_out.remove(tag)
        elif tag not in TAGS:
            self.segments.append(f"</{tag}>")
        elif tag in BLOCKS:
            self.segments.append("\n\n")
        if tag == "pre":
            self.n_preformatted = max(0, self.n_preformatted - 1)

    def handle_data(self, data: str) -> None:
        """Add text; outside `<pre>`, a run of blanks is one blank, as in a browser."""
        if self.left_out:
            self.tally.add(LEFT_OUT[self.left_out[-1]], data)
            return
        if not self.keeps_line_ends and not self.n_preformatted:
            data = _BLANKS.sub(" ", data)
        if self.segments and self.segments[-1].endswith(" "):
            data = data.removeprefix(" ")
        self.segments.append(data)

    def text(self) -> str:
        """Join the segments: no blanks around line ends, at most one blank line in a row."""
        joined = "".join(self.segments)
        if self.keeps_line_ends:
            return joined
        joined = re.sub(r"(?<! ) *\n *", "\n", joined)
        return re.sub(r"\n{3,}", "\n\n", joined).strip("\n ")
