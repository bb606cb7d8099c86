"""XML: a DOCTYPE is refused in every encoding, and a fault names file, line and part."""

import time
from itertools import pairwise

import pytest
from lxml import etree

from analysis import InputError
from analysis.reading.xml import iterate_xml, parse_xml, strip_namespaces

ENTITY = '<!DOCTYPE a [<!ENTITY e "xxxx">]>'


def fault(data: bytes, **options: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_xml(data, "a.xml", **options)
    (found,) = caught.value.faults
    return str(found)


def test_text_around_comments_and_instructions_is_one_text():
    assert parse_xml(b"<a>t<!-- c -->u<?pi x?>v<![CDATA[<w>]]>x</a>", "a.xml").text == "tuv<w>x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding):
    declared = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{declared}"?>\n<a>é</a>'.encode(encoding)
    assert parse_xml(data, "a.xml").text == "é"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_a_doctype_is_refused_in_any_encoding(encoding):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<!-- <!DOCTYPE\n -->\n {ENTITY}<a>&e;</a>'
    data = text.encode(encoding)
    assert fault(data) == (
        "a.xml, line 4: found a DOCTYPE; expected XML without it: delete <!DOCTYPE …>"
    )
    assert fault(data, part="word/x.xml", expected="a letter") == (
        "a.xml, line 4, word/x.xml: found a DOCTYPE; expected a letter"
    )


def test_a_doctype_hidden_by_its_encoding_is_refused_too():
    data = b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a><a/>'
    assert fault(data).startswith("a.xml: found a DOCTYPE;")


@pytest.mark.parametrize("blank", [" ", "<?a?>", "<!---->", "\n"])
def test_a_doctype_far_from_the_start_is_found_quickly(blank):
    begun = time.monotonic()
    assert "found a DOCTYPE" in fault(f"{50_000 * blank}<!DOCTYPE a><a/>".encode())
    assert time.monotonic() - begun < 1


def test_a_doctype_inside_the_text_is_not_a_doctype():
    assert parse_xml(b"<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>", "a.xml") is not None


def test_entities_that_grow_are_never_read():
    grow = "".join(f'<!ENTITY {b} "{10 * f"&{a};"}">' for a, b in pairwise("abcdefghij"))
    data = f'<!DOCTYPE x [<!ENTITY a "{1000 * "a"}">{grow}]><x y="&j;">&j;</x>'
    begun = time.monotonic()
    assert "found a DOCTYPE" in fault(data.encode())
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "line 1: found broken XML (Document is empty"),
        (b"PK\x03\x04", "line 1: found broken XML (Start tag expected"),
        (b"<a>\n<b>\n</a>", "line 3: found broken XML (Opening and ending tag mismatch"),
        (b"<a>\n&e;</a>", "line 2: found broken XML (Entity 'e' not defined"),
        (b"<a>\ncaf\xe9</a>", "line 2: found broken XML (Invalid bytes"),
        (b"<?xml version='1.0' encoding='klingon'?><a/>", "line 1: found broken XML (Uns"),
        (b"<x:a/>", "line 1: found broken XML (Namespace prefix x on a is not defined"),
        (b"<a>" * 10_000, "line 1: found broken XML (Excessive depth"),
    ],
)
def test_broken_xml_is_a_fault_with_its_line(data, found):
    said = fault(data, expected="a list")
    assert said.startswith(f"a.xml, {found}")
    assert said.endswith("); expected a list")


def test_local_names():
    root = parse_xml(b'<x:a xmlns:x="x" xmlns="y" b="1" x:c="2"><d x:e="3"/></x:a>', "a.xml")
    root = strip_namespaces(root)
    assert [(each.tag, dict(each.attrib)) for each in root.iter(etree.Element)] == [
        ("a", {"b": "1", "c": "2"}),
        ("d", {"e": "3"}),
    ]


def test_more_tags_than_memory_holds_are_refused(monkeypatch):
    monkeypatch.setattr("analysis.reading.xml.MOST_TAGS", 1000)
    assert fault(f"<a>{'<b/>' * 1000}</a>".encode()) == (
        "a.xml: found more than 1,000 XML tags; "
        "expected a smaller file: split it, or save it as plain text (.txt)"
    )


def test_elements_one_by_one_may_be_many_but_none_may_be_large(monkeypatch):
    monkeypatch.setattr("analysis.reading.xml.MOST_TAGS", 5000)
    many = f"<a>{'<b><c/></b>' * 20_000}</a>".encode()
    assert sum(1 for _ in iterate_xml(many, "a.xml", ["b"])) == 20_000
    for data in (f"<a><b>{'<c/>' * 20_000}</b></a>", f"<a>{'<x/>' * 20_000}<b/></a>"):
        with pytest.raises(InputError, match="more than 5,000 XML tags in a row"):
            list(iterate_xml(data.encode(), "a.xml", ["b"]))


@pytest.mark.parametrize("data", [b"<a><b></a>", b"<a><b/>", b"", b"<!DOCTYPE a><a/>"])
def test_elements_one_by_one_of_broken_xml(data):
    with pytest.raises(InputError):
        list(iterate_xml(data, "a.xml", ["b"]))
