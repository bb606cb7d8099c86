"""Make the SVG of a chart safe and small enough to stand in a page.

Only what is known here is written: elements that draw, attributes that place and colour them, and
links to places in the page. Ids get a prefix, so that those of two charts differ; each mark that
carries a link gets a title and a label.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree
from markupsafe import Markup

from analysis.output.report.markup import write_attribute, write_text
from analysis.picture_parts import CAPTION_ID, MESSAGE_ID

REPORT = "report.html#"  # how the links of marks begin, after the way up from the folder of charts

_ELEMENTS = """
    circle clipPath defs ellipse g image line linearGradient marker mask path pattern polygon
    polyline radialGradient rect stop symbol text tspan use
"""
_ATTRIBUTES = """
    clip-path clipPathUnits clip-rule cx cy d dominant-baseline fill fill-opacity fill-rule
    font-size font-style font-weight fx fy gradientTransform gradientUnits height markerHeight
    markerUnits markerWidth mask offset opacity orient patternUnits points preserveAspectRatio r
    refX refY rx ry stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-opacity stroke-width text-anchor transform viewBox width
    x x1 x2 y y1 y2
"""
DRAWN = frozenset(_ELEMENTS.split())
PLACING = frozenset(_ATTRIBUTES.split())
# Properties in a `style`, which are also the attributes above; the font is that of the page.
UNWRITTEN = {("text-anchor", "start"), ("font-style", "normal"), ("font-weight", "normal")}

DECIMAL = re.compile(r"-?\d*\.\d+(?:[eE][-+]?\d+)?")
REFERENCE = re.compile(r"url\(\s*['\"]?#([\w.:-]+)['\"]?\s*\)")
NO_ROTATION = re.compile(r"\s*rotate\(-?0(?: [-\d.e]+)*\)")
DIGITS = 2  # decimals that are kept of a small number, as in the shape of a dot
LARGE = 10  # points from which on one decimal less is kept: a fortieth of a millimetre
# A path of one stretch of straight lines, when it has been shortened.
POINT = re.compile(r"([MLz])(?:(-?[\d.]+) (-?[\d.]+))?")
STRAIGHT = re.compile(r"M-?[\d.]+ -?[\d.]+(?:L-?[\d.]+ -?[\d.]+)*z?")
PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]+")

PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class NotDrawable(Exception):
    """A picture cannot be shown in the page; the message says why."""


def parse_svg(content: bytes) -> etree._Element:
    """Parse a picture.

    Raises:
        NotDrawable: it is no SVG.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(**PARSER))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotDrawable(str(error)) from None
    if _name(root) != "svg":
        raise NotDrawable(f"a file of <{_name(root)}>")
    return root


def list_links(root: etree._Element) -> list[str]:
    """List the selections that the marks of a picture link to, each once."""
    found = [_selection(element) for element in root.iter() if _name(element) == "a"]
    return list(dict.fromkeys(filter(None, found)))


def is_message(root: etree._Element) -> bool:
    """Tell whether a picture says in words why nothing is drawn."""
    return any(element.get("id") == MESSAGE_ID for element in root.iter())


def inline_svg(
    root: etree._Element,
    prefix: str,
    label: str,
    say_mark: Callable[[str], str | None],
) -> Markup:
    """Write a picture so that it can stand in a page.

    Args:
        root: the picture.
        prefix: what its ids begin with in the page.
        label: what a screen reader says of the whole picture.
        say_mark: says, by its selection, what a mark shows; None if it leads nowhere.
    """
    writer = _Writer(prefix, _referenced(root), say_mark)
    box = write_attribute(_view_box(root))
    drawn = "".join(writer.write_all(root))
    return Markup(
        f'<svg viewBox="{box}" role="group" aria-label="{write_attribute(label)}"'
        f' stroke-linejoin="round">{drawn}</svg>'
    )


def _name(element: etree._Element) -> str:
    """The name of an element without its namespace; `""` for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _view_box(root: etree._Element) -> str:
    stated = root.get("viewBox", "")
    if re.fullmatch(r"[-\d.e\s,]+", stated):
        return stated
    size = [re.sub(r"[^\d.]", "", root.get(side, "")) or "100" for side in ("width", "height")]
    return f"0 0 {' '.join(size)}"


def _href(element: etree._Element) -> str:
    return element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""


def _selection(element: etree._Element) -> str:
    """The selection that a link leads to; `""` if it leads elsewhere."""
    before, is_report, selection = _href(element).partition(REPORT)
    return selection if is_report and before in ("", "./", "../") else ""


def _referenced(root: etree._Element) -> list[str]:
    """The ids that other elements of the picture refer to, in their order."""
    found: list[str] = []
    for element in root.iter():
        for value in element.attrib.values():
            found += REFERENCE.findall(value)
        if _name(element) == "use":
            found.append(_href(element).removeprefix("#"))
    return list(dict.fromkeys(found))


class _Writer:
    """Writes the elements of one picture.

    Args:
        prefix: what ids begin with.
        referenced: the ids that are needed.
        say_mark: as for `inline_svg`.
    """

    def __init__(
        self,
        prefix: str,
        referenced: list[str],
        say_mark: Callable[[str], str | None],
    ) -> None:
        self.say_mark = say_mark
        self.ids = {old: f"{prefix}{n}" for n, old in enumerate(referenced)}

    def write_all(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            yield from self._write(element)

    def _write(self, element: etree._Element) -> Iterator[str]:
        name = _name(element)
        if name == "a":
            yield from self._write_link(element)
        elif name in ("text", "tspan"):
            yield from self._write_text(element, name)
        elif name in DRAWN:
            yield from self._write_shape(element, name)

    def _write_link(self, element: etree._Element) -> Iterator[str]:
        selection = _selection(element)
        said = self.say_mark(selection) if selection else None
        if said is None:
            yield from self.write_all(element)
            return
        yield f'<a href="#{write_attribute(selection)}"><title>{write_text(said)}</title>'
        yield from self.write_all(element)
        yield "</a>"

    def _write_text(self, element: etree._Element, name: str) -> Iterator[str]:
        yield f"<{name}{self._attributes(element)}>{write_text(element.text or '')}"
        for child in element:
            yield from self._write(child)
            yield write_text(child.tail or "")
        yield f"</{name}>"

    def _write_shape(self, element: etree._Element, name: str) -> Iterator[str]:
        attributes = self._attributes(element)
        inside = "".join(self.write_all(element))
        if name == "g" and not attributes:
            yield inside
        elif inside:
            yield f"<{name}{attributes}>{inside}</{name}>"
        elif name not in ("g", "defs"):
            yield f"<{name}{attributes}/>"

    def _attributes(self, element: etree._Element) -> str:
        written = "".join(self._list_attributes(element))
        own = element.get("id", "")
        if own == CAPTION_ID:
            written += f' class="{CAPTION_ID}"'
        return f' id="{self.ids[own]}"{written}' if own in self.ids else written

    def _list_attributes(self, element: etree._Element) -> Iterator[str]:
        if _name(element) == "use" and _href(element).removeprefix("#") in self.ids:
            yield f' href="#{self.ids[_href(element).removeprefix("#")]}"'
        if _name(element) == "image" and PICTURE.fullmatch(_href(element)):
            yield f' href="{write_attribute("".join(_href(element).split()))}"'
        for name, value in _properties(element):
            short = self._shorten(name, value)
            if short:
                yield f' {name}="{write_attribute(short)}"'

    def _shorten(self, name: str, value: str) -> str:
        """Write a value with ids of this page and with few decimals; `""` leaves it out."""
        if "url(" in value:
            reference = REFERENCE.fullmatch(value.strip())
            return f"url(#{self.ids[reference[1]]})" if reference else ""
        if name in ("d", "points"):
            return _shorten_path(value)
        if name == "transform":
            value = NO_ROTATION.sub("", value)
        return DECIMAL.sub(_round, value).strip()


def _properties(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element that are known, those in its `style` among them."""
    for name, value in element.attrib.items():
        if name in PLACING:
            yield name, value
    for declaration in element.get("style", "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name in PLACING and (name, value) not in UNWRITTEN:
            yield name, value.removesuffix("px") if name in ("font-size", "stroke-width") else value


def _round(number: re.Match[str]) -> str:
    value = float(number[0])
    digits = DIGITS if abs(value) < LARGE else DIGITS - 1
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _shorten_path(path: str) -> str:
    """Write a path with few decimals, with a blank only where it is needed, and short lines.

    >>> _shorten_path("M 149.096875 472.32 \\nL 493.2 472.32 \\nL 493.2 0.5 \\nz\\n")
    'M149.1 472.3H493.2V.5z'
    """
    rounded = DECIMAL.sub(_round, path)
    short = re.sub(r"\s*([A-Za-z])\s*", r"\1", re.sub(r"[\s,]+", " ", rounded)).strip()
    if STRAIGHT.fullmatch(short):
        return "".join(_write_lines(POINT.findall(short)))
    return short


def _write_lines(points: list[tuple[str, str, str]]) -> Iterator[str]:
    """Write lines; those along an axis name one coordinate only."""
    at = ("", "")
    for command, x, y in points:
        if command == "z":
            yield "z"
        elif command == "M":
            yield f"M{x} {y}"
        elif y == at[1]:
            yield f"H{x}"
        elif x == at[0]:
            yield f"V{y}"
        else:
            yield f"L{x} {y}"
        at = (x, y)
