"""The SVG of a chart in a page: what draws stays, and nothing runs or asks for anything."""

import re

import pytest
from lxml import etree
from matplotlib.figure import Figure

from analysis.charts.chart import Chart
from analysis.display.inline_svg import make_inline

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 9 9">'
)
SAFE = {"svg", "g", "path", "text", "title", "use", "defs", "clipPath", "rect", "image"}
HOSTILE = [
    "<script>hacked=1</script>",
    "<script xmlns='http://www.w3.org/1999/xhtml'>hacked=1</script>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><img src='x'/></body></foreignObject>",
    "<path d='M0 0' onclick='hacked=1' onload='hacked=1'/>",
    "<a xlink:href='javascript:hacked=1'><path d='M0 0'/></a>",
    "<a href='javascript:hacked=1'><path d='M0 0'/></a>",
    "<image xlink:href='http://127.0.0.1/x.png'/>",
    "<image xlink:href='data:image/svg+xml;base64,AAAA'/>",
    "<use xlink:href='http://127.0.0.1/x.svg#a'/>",
    "<path style='fill: url(http://127.0.0.1/x)'/>",
    "<path style='fill: u\\72l(http://127.0.0.1/x)'/>",
    "<style>@import url(http://127.0.0.1/x.css);</style>",
    "<animate attributeName='href' values='javascript:hacked=1'/>",
    "<set attributeName='onclick' to='hacked=1'/>",
    "<iframe src='http://127.0.0.1/'/>",
    "<!-- --><?xml-stylesheet href='http://127.0.0.1/x.css'?>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_runs_or_asks_for_something_is_left_out(hostile):
    page = make_inline(f"{HEAD}{hostile}<text>kept</text></svg>".encode(), {}, "")
    root = etree.fromstring(page)
    assert {etree.QName(node).localname for node in root.iter()} <= SAFE
    assert not re.search(r"127\.0|hacked|javascript|@import|u\\", page)
    assert root.findtext("{*}text") == "kept"


def test_entities_are_not_read():
    svg = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD.encode()
    assert "root:" not in make_inline(svg + b"<text>&x;</text></svg>", {}, "")


def test_text_behind_what_is_left_out_stays():
    page = make_inline(f"{HEAD}<text>a<script/>b<tspan/><script/>c</text></svg>".encode(), {}, "")
    assert "".join(etree.fromstring(page).itertext()) == "abc"


def test_a_mark_is_a_button_with_words_and_other_links_are_none():
    figure = Figure()
    label = '</script><b>Aid & "more"</b>'
    first, second = figure.subplots().bar([0, 1], [2, 3])
    first.set_url("../report.html#theme=aid&country=Chad")
    second.set_url("javascript:hacked=1")
    chart = Chart("", figure, None, "", "")
    page = make_inline(chart.render("svg"), {"theme=aid&country=Chad": label}, "A chart")
    root = etree.fromstring(page)
    [mark] = root.findall(".//*[@role='button']")
    assert mark.get("data-where") == "theme=aid&country=Chad"
    assert mark.get("aria-label") == mark.findtext("{*}title") == label
    assert (root.get("role"), root.get("aria-label")) == ("group", "A chart")
    assert "javascript" not in page
    assert root.find(".//{*}style") is None


def test_ids_are_those_of_this_picture_and_are_still_found():
    figure = Figure()
    figure.subplots().plot([1, 2], [3, 4], marker="o")
    page = make_inline(Chart("", figure, None, "", "").render("svg"), {}, "")
    ids = re.findall(r' id="([^"]*)"', page)
    used = re.findall(r'(?:href="#|url\(#)([^")]*)', page)
    assert used
    assert set(used) <= set(ids)
    assert len({name.partition("-")[0] for name in ids}) == 1
    assert len(ids) == len(set(ids))


def test_what_is_no_svg():
    with pytest.raises(ValueError, match="expected that of an SVG"):
        make_inline(b"<html/>", {}, "")
