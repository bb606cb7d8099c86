"""Yoshikoder's `.ykd`."""

import pytest
from codebook_samples import FILES, first_fault

from analysis import read_codebook


def test_yoshikoder_wildcards_scores_and_encoding():
    codebook = read_codebook(FILES / "yoshikoder.ykd")
    assert codebook.name == "Laver & co"
    assert codebook.themes[["theme", "parent", "definition"]].to_numpy().tolist() == [
        ["Économie", "", "what is bought"],
        ["Économie/tax∕duty", "Économie", ""],
        ["unnamed", "", ""],
    ]
    assert [
        tuple(map(str, row))
        for row in codebook.patterns.drop(columns="excludes").itertuples(index=False)
    ] == [
        ("Économie", "*market*", "0.5"),
        ("Économie", "prix", "nan"),
        ("Économie", "free trade", "nan"),
        ("Économie/tax∕duty", "TAX*", "nan"),
        ("unnamed", "nowhere", "nan"),
    ]
    assert codebook.notes == (
        "line 8: the score '2' of 'tax/duty' is left out",
        "line 8: 'tax?' in 'Économie/tax∕duty' is left out because ? is a wildcard in the workbook but not in this format",
        "line 10: a category without a name is called 'unnamed'",
    )


def test_yoshikoder_regular_expressions_are_left_out(write):
    entries = '<pnode name="war"/><pnode name="terror.*"/>'
    xml = f'<dictionary patternengine="regexp"><cnode name="War">{entries}</cnode></dictionary>'
    codebook = read_codebook(write("a.ykd", xml) / "a.ykd")
    assert codebook.patterns["pattern"].tolist() == ["war"]
    assert codebook.notes == ("line 1: 'terror.*' is left out because it is a regular expression",)


DOCTYPE = '<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY a "aaaa">]>\n<dictionary><cnode name="&a;"/></dictionary>'


WRONG = [
    ("a.ykd", b"<dictionary>\n<cnode>\n</dictionary>", "a.ykd, line 3: found broken XML (Opening and ending tag mismatch: cnode line 2 and dictionary, line 3, column 14); expected XML with the root element <dictionary>"),
    ("a.ykd", b"<CodeBook/>", "a.ykd, line 1: found the root element <CodeBook>; expected <dictionary>"),
    ("a.ykd", DOCTYPE.encode(), "a.ykd, line 2: found a DOCTYPE; expected XML without it: delete <!DOCTYPE …>"),
    ("a.ykd", DOCTYPE.encode("utf-16"), "a.ykd, line 2: found a DOCTYPE; expected XML without it: delete <!DOCTYPE …>"),
    ("a.ykd", b'<?xml version="1.0" encoding="klingon"?><dictionary/>', "a.ykd, line 1: found broken XML (Unsupported encoding: klingon, line 1, column 39)"),
    ("a.ykd", b'<?xml version="1.0" encoding="shift_jis"?>\n<dictionary name="\x83"/>', "a.ykd, line 1: found broken XML (Invalid bytes in character encoding"),
    ("a.ykd", b'<?xml version="1.0" encoding="UTF-8"?>\n<dictionary name="caf\xe9"/>', "a.ykd, line 2: found broken XML (Invalid bytes in character encoding, line 2, column 22); expected XML with the root element <dictionary>"),
    ("a.ykd", b"<dictionary>" * 200 + b"</dictionary>" * 200, "a.ykd, line 1: found elements nested more than 100 deep; expected a few levels"),
    ("a.ykd", b"<dictionary>" * 300, "a.ykd, line 1: found broken XML (Excessive depth in document: 256"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_yoshikoders_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)
