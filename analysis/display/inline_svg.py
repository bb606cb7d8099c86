"""The SVG of a chart, made fit to stand inside a page: nothing in it runs or asks for anything.

Its links into the report become buttons, each with the words that hovering, focus and a screen
reader give.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
LINK = f"{{{SVG}}}a"

# What a chart is drawn with; all else is left out, with what it holds.
ELEMENTS = {
    *("svg", "g", "a", "defs", "use", "clipPath", "title", "text", "tspan", "image"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("linearGradient", "radialGradient", "stop"),
}
ATTRIBUTES = {
    *("class", "style", "transform", "viewBox", "version", "preserveAspectRatio"),
    *("d", "points", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy"),
    *("width", "height", "fill", "stroke", "opacity", "clip-path", "offset"),
    *("gradientUnits", "gradientTransform", "text-anchor"),
    *("font-size", "font-family", "font-weight"),
}
PICTURE = "data:image/png;base64,"
# What matplotlib's own style sheet, which would hold for the whole page, sets.
LINES = "stroke-linejoin: round; stroke-linecap: butt"


def make_inline(svg: bytes, words: Mapping[str, str], label: str) -> str:
    r"""Make the SVG of a chart fit for a page.

    Args:
        svg: as from `Chart.render("svg")`.
        words: what to say of each mark, by the selection that its link names.
        label: what to say of the whole picture.

    Returns:
        SVG in which each mark has the attributes `data-where`, `role` and `aria-label`, and a
        `title`. Ids begin with letters of their own, so that two pictures fit into one page.

    >>> link = b'<a xlink:href="../report.html#theme=aid" onclick="x()"><path d="M 0 0"/></a>'
    >>> spaces = b'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    >>> svg = b'<svg ' + spaces + b'><script>x()</script>' + link + b'</svg>'
    >>> page = make_inline(svg, {"theme=aid": "Aid: 1 of 2"}, "Aid")
    >>> "script" in page or "onclick" in page
    False
    >>> print(page[page.index("<g") : page.index("<path")])
    <g data-where="theme=aid" role="button" aria-label="Aid: 1 of 2">
    >>> print(page[page.index("<title") :])
    <title>Aid: 1 of 2</title></g></svg>
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    root = etree.fromstring(svg, parser)
    prefix = f"s{sha256(svg).hexdigest()[:8]}-"
    for node in list(root.iter(etree.Element)):
        if not _is_known(node):
            _remove(node)
            continue
        where = _read_link(node) if node.tag == LINK else ""
        _clean_attributes(node, prefix)
        if node.tag == LINK:
            node.tag = f"{{{SVG}}}g"
        if where in words:
            _make_button(node, where, words[where])
    root.set("style", LINES)
    root.set("role", "group")
    root.set("aria-label", label)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _is_known(node: Any) -> bool:
    name = etree.QName(node)
    return name.namespace == SVG and name.localname in ELEMENTS


def _remove(node: Any) -> None:
    """Take an element out of the picture, with what it holds; the text behind it stays."""
    parent = node.getparent()
    if parent is None:
        raise ValueError(f"found the root element {node.tag}; expected that of an SVG")
    before = node.getprevious()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _read_link(node: Any) -> str:
    """Read the selection that a link into the report names; `""` if it names none."""
    return node.get(HREF, node.get("href", "")).partition("#")[2]


def _clean_attributes(node: Any, prefix: str) -> None:
    """Keep the attributes that draw, and give ids their prefix wherever they are named."""
    for name, value in node.attrib.items():
        del node.attrib[name]
        if name in (HREF, "href"):
            if value.startswith("#") and node.tag == f"{{{SVG}}}use":
                node.set(HREF, f"#{prefix}{value[1:]}")
            elif value.startswith(PICTURE) and node.tag == f"{{{SVG}}}image":
                node.set(HREF, value)
        elif name == "id":
            node.set(name, prefix + value)
        elif name in ATTRIBUTES and not _asks_for_something(value):
            node.set(name, value.replace("url(#", f"url(#{prefix}"))


def _asks_for_something(value: str) -> bool:
    """Tell whether a value names anything outside the picture."""
    rest = value.lower().replace("url(#", "")
    return "url(" in rest or "\\" in rest or "@import" in rest or "expression(" in rest


def _make_button(node: Any, where: str, words: str) -> None:
    node.set("data-where", where)
    node.set("role", "button")
    node.set("aria-label", words)
    title = etree.SubElement(node, f"{{{SVG}}}title")
    title.text = words
