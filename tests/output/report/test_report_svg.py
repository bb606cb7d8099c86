"""SVG in a page: only what draws, ids of its own, and marks that are links with a name."""

import re

import pytest
from lxml import etree, html

from analysis.output.report.svg import NotDrawable, inline_svg, list_links, parse_svg

OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 10 10">'
)
BAR = '<path d="M 1.00001 2 L 3 4.5 z" style="fill: #2e67d4; stroke-width: 2px"/>'


def write(inside: str, words=lambda where: f"words of {where}") -> str:
    return str(inline_svg(parse_svg(f"{OPENING}{inside}</svg>".encode()), "p", "a chart", words))


def link(to: str, inside: str = BAR) -> str:
    return f'<a xlink:href="{to}">{inside}</a>'


def test_a_mark_becomes_a_link_with_a_name():
    made = write(link("../report.html#theme=aid&amp;country=A%20B"))
    assert (
        '<a href="#theme=aid&amp;country=A%20B">'
        "<title>words of theme=aid&amp;country=A%20B</title>"
        '<path d="M1 2L3 4.5z" fill="#2e67d4" stroke-width="2"/></a>'
    ) in made


def test_links_to_elsewhere_are_no_links():
    elsewhere = ["javascript:alert(1)", "https://example.org/report.html#x", "#theme=aid", "x.html"]
    for to in elsewhere:
        made = write(link(to))
        assert "<a" not in made
        assert "<path" in made
    assert "<a" not in write(link("../report.html#theme=aid"), lambda where: None)
    links = [link(to) for to in [*elsewhere, "../report.html#b", "../report.html#a&amp;c"] * 2]
    assert list_links(parse_svg(f"{OPENING}{''.join(links)}</svg>".encode())) == ["b", "a&c"]


def test_only_what_draws_is_left():
    made = write(
        "<script>1</script><style>*{fill: red}</style><metadata>m</metadata>"
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/></foreignObject>'
        '<animate attributeName="x"/><set attributeName="x"/><title>t</title>'
        '<rect onload="1" onclick="2" class="c" x="1" style="fill: url(http://a/b); behavior: url(x)"/>'
        '<image xlink:href="http://a/b.png"/><image xlink:href="data:image/svg+xml;base64,AAAA"/>'
        '<image xlink:href="data:image/png;base64,AA\nAA" width="3"/>'
    )
    drawn = re.sub(r"^<svg [^>]*>|</svg>$", "", made)
    assert drawn == (
        '<rect x="1"/><image/><image/><image href="data:image/png;base64,AAAA" width="3"/>'
    )


def test_ids_that_are_needed_get_a_prefix_and_others_go():
    made = write(
        '<g id="figure_1"><g id="patch_1"><path id="m" d="M 0 0"/></g>'
        '<defs><clipPath id="clip"><rect width="1"/></clipPath></defs>'
        '<g clip-path="url(#clip)"><use xlink:href="#m" x="1.2345"/></g></g>'
    )
    assert 'id="figure_1"' not in made
    assert '<path id="p1" d="M0 0"/>' in made
    assert '<clipPath id="p0">' in made
    assert '<g clip-path="url(#p0)"><use href="#p1" x="1.23"/></g>' in made


def test_text_stays_text_and_is_escaped():
    made = write(
        '<text x="1" transform="rotate(-0 1 2)" style="font-size: 8.5px; font-family: \'A\';'
        ' text-anchor: start">a &lt;b&gt; &amp; <tspan>c</tspan> d</text>'
        '<text transform="translate(1.234 2) rotate(-90)">e</text>'
    )
    assert '<text x="1" font-size="8.5">a &lt;b&gt; &amp; <tspan>c</tspan> d</text>' in made
    assert '<text transform="translate(1.23 2) rotate(-90)">e</text>' in made


def test_what_is_no_svg_is_refused():
    for content in (b"", b"<svg", b"<html/>", b"\x89PNG", b"<svg xmlns='x'>\x00</svg>"):
        with pytest.raises(NotDrawable):
            parse_svg(content)


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    root = parse_svg(bomb + f"{OPENING}<text>x&a;&f;</text></svg>".encode())
    assert "<text>x</text>" in inline_svg(root, "p", "", lambda where: where)


def test_a_chart_of_matplotlib_keeps_its_shapes(tmp_path):
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.add_subplot()
    bars = axes.barh(["a", "b <i>"], [1, 2])
    bars[1].set_url("../report.html#theme=b")
    axes.scatter([1, 2], [0, 1])
    figure.savefig(tmp_path / "a.svg")
    content = (tmp_path / "a.svg").read_bytes()
    made = html.fromstring(str(inline_svg(parse_svg(content), "p", "l", lambda where: where)))
    before = etree.fromstring(content)
    for name in ("path", "use", "text"):
        assert len(made.findall(f".//{name}")) == len(before.findall(f".//{{*}}{name}"))
    ids = {element.get("id") for element in made.iter() if element.get("id")}
    used = {element.get("href")[1:] for element in made.iter("use")}
    assert used <= ids
    assert [a.findtext("title") for a in made.iter("a")] == ["theme=b"]
