"""Codebooks of other programs: every quirk of each format row by row, what is lost on the way, and round trips."""

import re
import warnings
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import sentences

from analysis import InputError, find_hits, read_codebook
from analysis.codebook.convert import convert
from analysis.codebook.formats.workbook import write as to_yaml
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import fold, is_only_wildcards, regex_sign, tidy
from analysis.codebook.read import FORMATS
from analysis.faults import InputWarning
from analysis.tables import PATTERNS, THEMES

FOLDER = Path(__file__).parent / "files"


def themes(codebook) -> list[str]:
    return codebook.themes["theme"].tolist()


def patterns(codebook) -> list[tuple[str, str]]:
    return list(zip(codebook.patterns["theme"], codebook.patterns["pattern"], strict=True))


# -- each format, by a file with its quirks -----------------------------------------------------------------------


def test_quanteda_keys_down_to_lists_of_globs():
    codebook = read_codebook(FOLDER / "quanteda.yml")
    assert (codebook.name, codebook.version, codebook.language) == ("quanteda", "", "en")
    assert themes(codebook) == [
        "economy",
        "economy/taxes",
        "economy/trade",
        "NO",
        "on",
        "and∕or",
        "empty",
    ]
    assert codebook.themes["parent"].tolist() == ["", "economy", "economy", "", "", "", ""]
    assert codebook.themes["label"].tolist()[-2:] == ["and/or", "empty"]
    assert patterns(codebook) == [
        ("economy", "econom*"),
        ("economy/taxes", "tax*"),
        ("economy/taxes", "*levy"),
        ("economy/taxes", "value added tax"),
        ("economy/trade", "import*"),
        ("economy/trade", "export*"),
        ("economy/trade", "2030"),
        ("economy/trade", "free ??ade"),
        ("NO", "Norway"),
        ("NO", "Oslo"),
        ("NO", "on"),
        ("on", "no"),
        ("and∕or", "and/or"),
    ]
    assert codebook.notes == (
        "line 7: 'TAX*' in 'economy/taxes' is again in its category: read once",
        "1 theme without patterns (empty)",
    )
    assert codebook.patterns.dtypes.astype(str).to_dict() == PATTERNS.columns
    assert codebook.themes.dtypes.astype(str).to_dict() == THEMES.columns


def rows_of(codebook) -> list[tuple]:
    return [(*row[:3], str(row[3])) for row in codebook.patterns.itertuples(index=False)]


TABLE = [
    ("topic", "=SUM(A1)", False, "0.5"),
    ("topic/poverty", "poverty reduc*", False, "2.0"),
    ("topic/poverty", "poverty of imagination", True, "nan"),
    ("tone/sharp", "so-called, indeed", False, "nan"),
]


def test_a_table_of_themes_and_patterns():
    codebook = read_codebook(FOLDER / "table.csv")
    assert themes(codebook) == ["topic", "topic/poverty", "tone", "tone/sharp"]
    assert rows_of(codebook) == TABLE
    assert codebook.patterns.dtypes.astype(str).to_dict() == PATTERNS.columns | {
        "weight": "float64"
    }
    assert codebook.notes == (
        "the column 'remark' is left out",
        "line 4: 'Poverty reduc*' in 'topic/poverty' is again in its category: read once",
        "line 8: 'topic//x, lost' is left out: expected a theme such as topic/poverty",
        "line 9: 'tone, must, perhaps' is left out: expected excludes to be true or false",
        "line 10: '* ?' in 'tone' is left out, for it has no letter or number",
        "line 11: 'tone, a, 2x' is left out: expected weight to be a number",
    )


def test_the_table_may_be_a_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["theme", "pattern", "excludes", "weight"])
    book.active.append(["topic", "x", False, 0.5])
    book.active["B2"].value, book.active["B2"].data_type = "=SUM(A1)", "s"
    for row in (
        ("topic/poverty", "poverty reduc*", None, 2),
        ("topic/poverty", "poverty of imagination", True, None),
    ):
        book.active.append(row)
    book.active.append([])
    book.active.append(["tone/sharp", "so-called, indeed"])
    book.active.append(["year", 2030])
    book.save(tmp_path / "table.xlsx")
    codebook = read_codebook(tmp_path / "table.xlsx")
    assert rows_of(codebook) == [*TABLE, ("year", "2030", False, "nan")]
    assert codebook.notes == ()


def test_liwc_numbers_conditions_and_indentation():
    codebook = read_codebook(FOLDER / "liwc.dic")
    family, friends = "social/family", "social/friends∕allies"
    assert themes(codebook) == [
        "social",
        family,
        "social/family/parents (close)",
        friends,
        "affect",
        "anger",
    ]
    assert patterns(codebook) == [
        ("social", "mother*"),
        ("social", "mum"),
        ("social", "kind"),
        ("social", "like"),
        ("social", "24 7"),
        (family, "mother*"),
        (family, "mum"),
        ("social/family/parents (close)", "mother*"),
        ("social/family/parents (close)", "mum"),
        (friends, "best friend"),
        (friends, "ally"),
        ("affect", "take 5 minutes"),
        ("affect", "ally"),
        ("affect", ":-)"),
        ("affect", "kind of"),
    ]
    assert codebook.notes == (
        "line 7: the category 'affect' again: its entries are added to the first",
        "line 8: the number 10 of 'anger' is left out: it is 'affect' already",
        "line 9: 'no number' is left out, for it is no number and name of a category",
        "line 18: 'kind' in <of>10/11 is left out, for it depends on the words beside it",
        "line 19: 'like' in (02 134)10/11 is left out, for it depends on the words beside it",
        "line 19: 'like' in (02 134)4 is left out, for it depends on the words beside it",
        "line 20: '(i) like*' is left out, for it depends on the word before it",
        "line 21: 'what?' in 'affect' is left out, for ? is no wildcard in this format, but one in the workbook",
        "line 22: 'MUM' in 'social/family' is again in its category: read once",
        "line 23: 'foe' in 99 is left out, for there is no such category",
        "line 24: 'nothing' is left out, for it is no term with numbers of categories",
        "4 entries stand in a category below theirs too: a hit of theirs counts in both",
        "1 theme without patterns (anger)",
    )


def test_categories_may_be_indented_by_blanks(write):
    folder = write("a.dic", "%\n1 a\n  2 b\n    3 c\n  4 d\n5 e\n%\nword 1 2 3 4 5\nyear 2030\t1\n")
    codebook = read_codebook(folder / "a.dic")
    assert themes(codebook) == ["a", "a/b", "a/b/c", "a/d", "e"]
    assert patterns(codebook)[:2] == [("a", "word"), ("a", "year 2030")]


def test_wordstat_levels_weights_and_underscores():
    codebook = read_codebook(FOLDER / "wordstat.cat")
    assert themes(codebook) == [
        "RIGHTS",
        "RIGHTS/CIVIL",
        "RIGHTS/SOCIAL",
        "RIGHTS/LATE",
        "MONEY∕TAX",
        "BARE",
    ]
    assert [
        tuple(row) for row in codebook.patterns.drop(columns="excludes").itertuples(index=False)
    ] == [
        ("RIGHTS", "HUMAN RIGHT*", 1.0),
        ("RIGHTS", "RIGHTS-BASED", 2.5),
        ("RIGHTS", "DEVELOPMENT", -1.0),
        ("RIGHTS", "DUTY", 1.0),
        ("RIGHTS/CIVIL", "FREEDOM OF SPEECH", 1.0),
        ("RIGHTS/CIVIL", "ORGANI?ATION", 1.0),
        ("RIGHTS/SOCIAL", "South Africa", 1.0),
        ("RIGHTS/LATE", "PAY", 1.0),
        ("MONEY∕TAX", "TAX", 1.0),
    ]
    assert codebook.notes == (
        "line 6: 'freedom of speech' in 'RIGHTS/CIVIL' is again in its category: read once",
        "line 8: '@STRONG [MUST NEAR RIGHT* /S]' is left out, for it is a rule",
        "line 14: 'LONELY' is left out, for it stands in no category",
        "line 16: the category 'RIGHTS' again: its entries are added to the first",
        "1 theme without patterns (BARE)",
    )


def test_lexicoder_blanks_are_the_edges_of_words():
    codebook = read_codebook(FOLDER / "lexicoder.lcd")
    assert (codebook.name, themes(codebook)) == ("agendas & more", ["t100", "t100/t110"])
    assert patterns(codebook) == [
        ("t100", "*total supply*"),
        ("t100", "NBB"),
        ("t100", "*burger"),
        ("t100", "abandon*"),
        ("t100", "ABANDON"),
        ("t100/t110", "U.S. été"),
    ]
    assert codebook.notes == (
        "line 9: 'abandon' in 't100' is again in its category: read once",
        "line 10: 'what?' in 't100' is left out, for ? is no wildcard in this format, but one in the workbook",
        "line 11: '' in 't100' is left out, for it has no letter or number",
        "line 14: 'stray' is left out, for it stands in no category",
        "line 15: <remark> is left out, for it is neither cnode nor pnode",
    )
    hits = find_hits(
        sentences("The subtotal supply, the hamburger and burgers of NBB: abandoned."), codebook
    )
    assert hits["match"].tolist() == ["subtotal supply", "hamburger", "NBB", "abandoned"]


def test_lexicoder_3_is_text():
    codebook = read_codebook(FOLDER / "lexicoder.lc3")
    assert codebook.themes[["theme", "color"]].to_numpy().tolist() == [
        ["negative", "#ff0000"],
        ["positive", ""],
    ]
    assert patterns(codebook) == [
        ("negative", "a lie"),
        ("negative", "abandon*"),
        ("positive", "good"),
    ]
    assert codebook.notes == ("line 7: 'GOOD' in 'positive' is again in its category: read once",)


def test_yoshikoder_wildcards_scores_and_encoding():
    codebook = read_codebook(FOLDER / "yoshikoder.ykd")
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
        "line 8: 'tax?' in 'Économie/tax∕duty' is left out, for ? is no wildcard in this format, but one in the workbook",
        "line 10: a category without a name is called 'unnamed'",
    )


def test_yoshikoder_regular_expressions_are_left_out(write):
    entries = '<pnode name="war"/><pnode name="terror.*"/>'
    xml = f'<dictionary patternengine="regexp"><cnode name="War">{entries}</cnode></dictionary>'
    codebook = read_codebook(write("a.ykd", xml) / "a.ykd")
    assert codebook.patterns["pattern"].tolist() == ["war"]
    assert codebook.notes == ("line 1: 'terror.*' is left out, for it is a regular expression",)


def test_refi_codes_are_themes_and_the_lack_of_patterns_is_a_warning():
    with pytest.warns(
        InputWarning, match=r"codes\.qdc: found 3 themes without patterns \(Rights/Speech & press, "
    ):
        codebook = read_codebook(FOLDER / "codes.qdc")
    assert codebook.themes[
        ["theme", "parent", "label", "definition", "color"]
    ].to_numpy().tolist() == [
        ["Rights", "", "Rights", "What is due to people.", "#46AA00"],
        ["Rights/Speech & press", "Rights", "Speech & press", "", ""],
        ["Rights/Work∕pay", "Rights", "Work/pay", "", ""],
        ["Tone", "", "Tone", "", "#000000"],
    ]
    assert codebook.patterns.empty
    assert codebook.patterns.dtypes.astype(str).to_dict() == PATTERNS.columns
    assert codebook.notes == tuple(
        f"{what} is left out (1 in the file)"
        for what in ('isCodable="false"', "<NoteRef>", "<Set>")
    )
    assert find_hits(sentences("Rights."), codebook).empty


@pytest.mark.parametrize(
    "name", ["liwc.dic", "wordstat.cat", "lexicoder.lc3", "quanteda.yml", "table.csv"]
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path, name, end, mark):
    data = (FOLDER / name).read_bytes().removeprefix(b"\xef\xbb\xbf")
    (tmp_path / name).write_bytes(mark + data.replace(b"\r\n", b"\n").replace(b"\n", end))
    same, other = read_codebook(FOLDER / name), read_codebook(tmp_path / name)
    pd.testing.assert_frame_equal(same.themes, other.themes)
    pd.testing.assert_frame_equal(same.patterns, other.patterns)
    assert same.notes == other.notes


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-15", "windows-1252"]
)
def test_xml_is_read_in_the_encoding_that_it_declares(tmp_path, encoding):
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n<dictionary><cnode name="café"><pnode name=" thé "/></cnode></dictionary>'
    (tmp_path / "a.lcd").write_bytes(text.encode(encoding))
    assert patterns(read_codebook(tmp_path / "a.lcd")) == [("café", "thé")]


# -- wrong files ----------------------------------------------------------------------------------------------------

DOCTYPE = '<?xml version="1.0"?>\n<!DOCTYPE d [<!ENTITY a "aaaa">]>\n<dictionary><cnode name="&a;"/></dictionary>'
WRONG = [
    ("a.dic", b"", "a.dic: found no line that holds only %; expected two lines that hold only %: before the categories, and after them"),
    ("a.dic", b"%\n1\tx\n", "a.dic: found 1 line that holds only %; expected two lines that hold only %: before the categories, and after them"),
    ("a.dic", b"%\n%\n", "a.dic: found no theme; expected one theme or more"),
    ("a.dic", b"%\n1\tx\n%\ncaf\xe9\t1", "a.dic, line 4: found byte 0xe9 at offset 11, which is not UTF-8; expected UTF-8 text"),
    ("a.dicx", b"Entry,A\n", "a.dicx: found a file that ends with .dicx; expected a .dic file, as LIWC-22 exports too, or a .csv with columns theme and pattern"),
    ("a.cat", b"A\n\tb\n", "a.cat: found no line with a weight; expected lines of WordStat, such as `CIVIL_SOCIETY (1)`"),
    ("a.lc3", b"word\n", "a.lc3: found no category; expected XML with <dictionary> at its top, or lines such as `+category` with words below them"),
    ("a.lcd", b"+a\nword", "a.lcd, line 1: found XML that is broken (not well-formed (invalid token): line 1, column 0); expected XML with <dictionary> at its top"),
    ("a.lcd", b"", "a.lcd, line 1: found XML that is broken (no element found: line 1, column 0); expected XML with <dictionary> at its top"),
    ("a.ykd", b"<dictionary>\n<cnode>\n</dictionary>", "a.ykd, line 3: found XML that is broken (mismatched tag: line 3, column 2); expected XML with <dictionary> at its top"),
    ("a.ykd", b"<CodeBook/>", "a.ykd, line 1: found <CodeBook> at the top; expected <dictionary>"),
    ("a.ykd", DOCTYPE.encode(), "a.ykd, line 2: found a DOCTYPE; expected XML without one: take <!DOCTYPE …> out"),
    ("a.ykd", DOCTYPE.encode("utf-16"), "a.ykd, line 2: found a DOCTYPE; expected XML without one: take <!DOCTYPE …> out"),
    ("a.ykd", b'<?xml version="1.0" encoding="klingon"?><dictionary/>', "a.ykd, line 1: found "),
    ("a.ykd", b'<?xml version="1.0" encoding="shift_jis"?><dictionary/>', "a.ykd, line 1: found "),
    ("a.ykd", b'<?xml version="1.0" encoding="UTF-8"?>\n<dictionary name="caf\xe9"/>', "a.ykd, line 2: found XML that is broken (not well-formed (invalid token): line 2, column 21); expected XML with <dictionary> at its top"),
    ("a.ykd", b"<dictionary>" * 200, "a.ykd, line 1: found more than 100 elements inside one another; expected a few levels"),
    ("a.qdc", b"<CodeBook><Codes/></CodeBook>", "a.qdc: found no theme; expected one theme or more"),
    ("a.qdc", b"PK\x03\x04", "a.qdc, line 1: found XML that is broken"),
    ("a.qdpx", b"PK\x03\x04", "a.qdpx: found a file that ends with .qdpx; expected a .qdc file: export the codebook, not the project"),
    ("a.csv", b"", "a.csv: found an empty table; expected the columns theme, pattern"),
    ("a.csv", b"theme|pattern\na|b\n", "a.csv, line 1: found one column, 'theme|pattern'; expected commas between the columns (in a .tsv file tabs)"),
    ("a.csv", b"theme,patern\na,b\n", "a.csv, line 1: found no column 'pattern'; expected it, where there is 'patern'"),
    ("a.csv", b"theme,pattern,pattern\na,b,c\n", "a.csv, line 1: found the column 'pattern' again; expected each once"),
    ("a.csv", b'theme,pattern\na,"b\n', "a.csv, line 2: found a row that cannot be read (unexpected end of data); expected cells with quotes around them closed"),
    ("a.csv", b"theme,pattern\na,b,c\n", "a.csv, line 2: found 3 cells; expected 2, as in the header"),
    ("a.xlsx", b"no zip", "a.xlsx: found a file that cannot be read (File is not a zip file); expected a workbook (.xlsx), saved anew in that format and without a password"),
    ("a.xls", b"", "a.xls: found a file that ends with .xls; expected an .xlsx or .csv file: save it again as one"),
    ("a.yml", b"a: [b\n", "a.yml, line 2: found text that is not YAML (expected ',' or ']', but got '<stream end>'); expected YAML"),
    ("a.yml", b'a: "\\uD800"', "a.yml, line 1: found half a sign (\\uD800 to \\uDFFF); expected whole signs"),
    ("a.yml", b"a: *b", "a.yml, line 1: found *b without quotes; expected a pattern that begins with * in quotes: \"*b\""),
    ("a.yml", b"name: x\npatterns: [a]\n", "a.yml, line 1, version: found nothing; expected the key 'version'"),
    ("a.yml", b"".join(b" " * n + b"a:\n" for n in range(120)) + b" " * 120 + b"- x", "a.yml, line 101: found more than 100 categories inside one another; expected a few levels"),
    ("a.cat", b"".join(b"\t" * n + b"A\n" for n in range(120)), "a.cat, line 101: found more than 100 categories inside one another; expected a few levels"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_of_its_format_is_a_fault(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_codebook(tmp_path / name)
    assert str(caught.value.faults[0]).startswith(said)


def test_a_file_of_more_than_20_mb_is_refused(tmp_path):
    with (tmp_path / "a.dic").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(
        InputError,
        match=r"a\.dic: found a file of more than 20 MB; expected a codebook of at most 20 MB",
    ):
        read_codebook(tmp_path / "a.dic")


ENDINGS = ["yaml", "yml", "csv", "xlsx", "dic", "cat", "lcd", "lc3", "ykd", "qdc", "txt"]
SEEDS = [
    (FOLDER / name).read_bytes()
    for name in ("liwc.dic", "wordstat.cat", "lexicoder.lcd", "codes.qdc", "quanteda.yml")
]


def _sheet() -> bytes:
    data, book = BytesIO(), openpyxl.Workbook()
    book.active.append(["theme", "pattern"])
    book.save(data)
    return data.getvalue()


SEEDS.append(_sheet())


@st.composite
def damaged(draw) -> bytes:
    """A file of some format, a piece of it replaced by other bytes."""
    data = draw(st.sampled_from(SEEDS))
    start = draw(st.integers(0, len(data)))
    return data[:start] + draw(st.binary(max_size=8)) + data[start + draw(st.integers(0, 40)) :]


@pytest.mark.parametrize("ending", ENDINGS)
@given(
    data=st.binary(max_size=60)
    | st.text(st.sampled_from('%\t\n1a*?<>/"=@+,_() :-[]{}&;#'), max_size=60).map(str.encode)
    | damaged()
)
def test_any_bytes_are_a_codebook_or_a_fault(tmp_path_factory, ending, data):
    path = tmp_path_factory.getbasetemp() / f"any.{ending}"
    path.write_bytes(data)
    try:
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("always")  # of codes without patterns
            codebook = read_codebook(path)
    except InputError as error:
        assert error.faults  # and nothing else is raised
    else:
        assert len(codebook.themes)
        assert not codebook.themes["theme"].duplicated().any()
        assert set(codebook.themes["parent"]) <= {"", *codebook.themes["theme"]}
        assert set(codebook.patterns["theme"]) <= set(codebook.themes["theme"])


def test_keys_that_are_no_texts_and_other_endings(write):
    folder = write(
        "a.yml",
        "a: x\nb: [y, {c: [z, w]}]\n? [k]\n: [q]\n",
        "b.txt",
        "%\n1\tA\n%\nword\t1\n",
        "c.txt",
        "A: [word]\n",
    )
    codebook = read_codebook(folder / "a.yml")
    assert patterns(codebook) == [
        ("a", "x"),
        ("b", "y"),
        ("b/c", "z"),
        ("b/c", "w"),
        ("unnamed", "q"),
    ]
    assert codebook.notes == ("line 3: a category without a name is called 'unnamed'",)
    assert (
        patterns(read_codebook(folder / "b.txt"))
        == patterns(read_codebook(folder / "c.txt"))
        == [("A", "word")]
    )


# -- several codebooks as one ----------------------------------------------------------------------------------------


def test_several_codebooks_are_one_with_a_root_for_each(write):
    folder = write(
        "a.yaml", 'name: Left/right\nversion: "1"\nthemes:\n  left: {label: Of the left, patterns: [tax*]}\n',
        "b.cat", "RIGHT\n\tCUT (2)\n\t@RULE [X]\n",
    )  # fmt: skip
    codebook = read_codebook([folder / "a.yaml", folder / "b.cat"])
    assert (codebook.name, codebook.version, codebook.language) == (
        "Left/right + b",
        "1 + not stated",
        "en",
    )
    assert codebook.themes[["theme", "parent", "label"]].to_numpy().tolist() == [
        ["Left∕right", "", "Left/right"],
        ["Left∕right/left", "Left∕right", "Of the left"],
        ["b", "", "b"],
        ["b/RIGHT", "b", "RIGHT"],
    ]
    assert patterns(codebook) == [("Left∕right/left", "tax*"), ("b/RIGHT", "CUT")]
    assert codebook.patterns["weight"].fillna(0).tolist() == [0.0, 2.0]
    assert codebook.notes == ("b.cat: line 3: '@RULE [X]' is left out, for it is a rule",)
    one = read_codebook([folder / "b.cat"])
    assert themes(one) == ["RIGHT"]
    with pytest.raises(
        InputError, match=r"b\.cat: found the name 'b' again; expected codebooks of different names"
    ):
        read_codebook([folder / "b.cat", folder / "b.cat"])
    with pytest.raises(InputError, match="codebooks: found none; expected one or more files"):
        read_codebook([])


# -- convert ---------------------------------------------------------------------------------------------------------

RICH = """\
name: Rich
version: "1.0"
language: fr
themes:
  topic:
    label: Topics
    patterns: [theme*]
    themes:
      poverty:
        definition: "Being poor:\\n\\nnot rich."
        include: [the poor]
        exclude: [poor quality]
        patterns: ["poverty re?uc*", "poor_people", "*armut", must]
        not: [poor quality]
  tone:
    patterns: [must]
"""
LOST = {
    ".yaml": [],
    ".yml": [
        "the name 'Rich' is 'out' now",
        "the version '1.0' is '' now",
        "the language 'fr' is 'en' now",
        "1 label lost (topic)",
        "1 definition lost (topic/poverty)",
        "1 include lost (topic/poverty)",
        "1 exclude lost (topic/poverty)",
        "1 `not` pattern lost (poor quality in topic∕poverty)",
    ],
    ".dic": ["1 pattern lost (poverty re?uc* in topic∕poverty)", "1 `not` pattern lost (poor quality in topic∕poverty)"],
    ".cat": [
        "1 pattern lost (poor_people in topic∕poverty)",
        "1 `not` pattern lost (poor quality in topic∕poverty)",
        "1 pattern with another meaning (poor people in topic∕poverty)",
    ],
    ".lcd": ["1 pattern lost (poverty re?uc* in topic∕poverty)", "1 `not` pattern lost (poor quality in topic∕poverty)"],
    ".lc3": ["1 theme lost (topic/poverty)"],
    ".qdc": ["6 patterns lost (theme* in topic, poverty re?uc* in topic∕poverty, poor_people in topic∕poverty …)"],
    ".csv": ["1 exclude lost (topic/poverty)"],
    ".ykd": ["1 label lost (topic)", "1 definition lost (topic/poverty)"],
}  # fmt: skip


@pytest.mark.parametrize("ending", LOST)
def test_what_is_lost_is_said(write, ending):
    folder = write("rich.yaml", RICH)
    lost = convert(folder / "rich.yaml", folder / f"out{ending}")
    assert [line for line in lost if line in LOST[ending]] == LOST[ending]
    assert (lost == []) == (ending == ".yaml")
    assert (folder / f"out{ending}").exists()


def test_convert_overwrites_nothing_and_names_the_endings(write):
    folder = write("rich.yaml", RICH, "out.dic", "mine")
    with pytest.raises(
        InputError, match=r"out\.dic: found a file that exists; expected a new file"
    ):
        convert(folder / "rich.yaml", folder / "out.dic")
    assert (folder / "out.dic").read_text() == "mine"
    with pytest.raises(
        InputError, match=r"out\.pdf: found the ending '\.pdf'; expected one of '\.cat', '\.csv'"
    ):
        convert(folder / "rich.yaml", folder / "out.pdf")


def test_what_the_source_lost_is_said_too_and_codes_wait_for_their_patterns(tmp_path):
    with pytest.warns(InputWarning):
        lost = convert(FOLDER / "codes.qdc", tmp_path / "codes.yaml")
    assert lost[:3] == [
        f"{what} is left out (1 in the file)"
        for what in ('isCodable="false"', "<NoteRef>", "<Set>")
    ]
    assert lost[3] == "2 colors lost (Rights, Tone)"
    assert lost[4] == (
        "to be mended before the workbook reads it: codes.yaml, line 8, themes.Rights.themes.Speech & press: "
        "found a theme without patterns; expected a list `patterns:`, or themes below it"
    )
    assert len(lost) == 7
    text = (tmp_path / "codes.yaml").read_text()
    (tmp_path / "codes.yaml").write_text(text.replace("[]", "[pay]"))
    assert len(read_codebook(tmp_path / "codes.yaml").patterns) == 3


def test_weights_and_colors_go_where_they_are_known(write):
    folder = write("a.cat", "A\n\tone (2.5)\n\ttwo (1)\n", "a.lc3", "+A#00ff00\none\n")
    assert convert(folder / "a.cat", folder / "b.ykd") == ["the name 'a' is 'b' now"][:0]
    assert read_codebook(folder / "b.ykd").patterns["weight"].tolist() == [2.5, 1.0]
    assert convert(folder / "a.cat", folder / "a.dic") == ["2 weights lost (one in A, two in A)"]
    assert convert(folder / "a.lc3", folder / "a.ykd") == ["1 color lost (A)"]
    assert convert(folder / "a.lc3", folder / "a.qdc") == ["1 pattern lost (one in A)"]
    with pytest.warns(InputWarning):
        assert read_codebook(folder / "a.qdc").themes["color"].tolist() == ["#00ff00"]


def test_a_sign_that_xml_cannot_hold_is_said_to_be_lost(write):
    folder = write("a.yaml", 'name: a\nversion: "1"\nthemes:\n  t: {patterns: ["a\\x07b"]}\n')
    lost = convert(folder / "a.yaml", folder / "a.ykd")
    assert [line.partition(" (")[0] for line in lost] == [
        "the version '1' is '' now",
        "1 pattern lost",
        "1 pattern with another meaning",
    ]


def test_the_built_in_codebook_survives(tmp_path):
    seeds = FOLDER.parents[2] / "seeds" / "codebook.yaml"
    assert convert(seeds, tmp_path / "a.yaml") == []
    first, second = read_codebook(seeds), read_codebook(tmp_path / "a.yaml")
    pd.testing.assert_frame_equal(first.themes, second.themes)
    pd.testing.assert_frame_equal(first.patterns, second.patterns)


# -- round trips -----------------------------------------------------------------------------------------------------


def build(
    rows: list[tuple[str, str, str, str, str, list[str], list[str]]],
    name: str,
    version: str,
    language: str,
) -> Codebook:
    """A codebook of rows: theme, label, definition, include, exclude, patterns, `not` patterns."""
    table = pd.DataFrame(
        [row[:5] for row in rows], columns=["theme", "label", "definition", "include", "exclude"]
    )
    table["parent"] = table["theme"].str.rpartition("/")[0]
    found = [(row[0], pattern, key == 6) for row in rows for key in (5, 6) for pattern in row[key]]
    frame = PATTERNS.frame(pd.DataFrame(found, columns=list(PATTERNS.columns)))
    return Codebook(name, version, language, THEMES.frame(table), frame, "")


@st.composite
def codebooks(draw, name, text, pattern, flat=False, nots=False):
    """Codebooks that the workbook's YAML can hold: at most six themes on three levels."""
    rows, parents = [], [""]
    for _ in range(draw(st.integers(1, 6))):
        parent = "" if flat else draw(st.sampled_from(parents))
        theme = f"{parent}/{draw(name)}".removeprefix("/")
        if theme in parents or theme.count("/") > 2:
            continue
        parents.append(theme)
        found = draw(st.lists(pattern, min_size=1, max_size=4, unique_by=fold))
        cut = draw(st.integers(1, len(found))) if nots else len(found)
        label, definition = draw(text) or theme.rpartition("/")[2], draw(text)
        lists = [
            "\n".join(
                " ".join(line.split())
                for line in draw(st.lists(text, max_size=0 if text is BLANK else 2))
            )
            for _ in "ab"
        ]
        rows.append((theme, label, definition, *lists, found[:cut], found[cut:]))
    order = {theme: number for number, theme in enumerate(parents)}
    rows.sort(
        key=lambda row: [
            order["/".join(row[0].split("/")[: n + 1])] for n in range(row[0].count("/") + 1)
        ]
    )
    return build(rows, draw(text) or "x", draw(text) or "1", draw(text) or "en")


def is_pattern(text: str) -> bool:
    return not is_only_wildcards(text) and not regex_sign(text)


BLANK = st.just("")
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(str.strip)


def assert_same(first: Codebook, second: Codebook, columns=tuple(THEMES.columns)) -> None:
    pd.testing.assert_frame_equal(first.themes[list(columns)], second.themes[list(columns)])
    pd.testing.assert_frame_equal(first.patterns, second.patterns[list(PATTERNS.columns)])


@settings(max_examples=200)
@given(
    codebooks(
        ANY.filter(lambda name: name and "/" not in name), ANY, ANY.filter(is_pattern), nots=True
    )
)
def test_yaml_written_and_read_is_the_same_codebook(tmp_path_factory, codebook):
    path = tmp_path_factory.getbasetemp() / "same.yaml"
    path.write_bytes(to_yaml(codebook).encode())
    again = read_codebook(path)
    assert (again.name, again.version, again.language) == (
        codebook.name,
        codebook.version,
        codebook.language,
    )
    assert_same(codebook, again)
    path.write_bytes(to_yaml(again).encode())
    assert read_codebook(path).sha256 == again.sha256


# What a format can hold, beside what every pattern is: the signs of its patterns, and names and patterns it would
# take for something else. Names and patterns hold single blanks only, as in every format but the workbook's own.
SIGNS = "abzéßЖ人2 -'’*.,:;!&<>\"=#@+()%_"
HOLDS = {
    "yml": ("?", lambda name: name not in ("__", "themes", "patterns"), lambda pattern: True),
    "csv": ("?", lambda name: True, lambda pattern: True),
    "xlsx": ("?", lambda name: True, lambda pattern: True),
    "dic": ("", lambda name: True, lambda pattern: not re.match(r"\([^()]+\) ", pattern)),
    "cat": (
        "?",
        lambda name: not re.search(r" \(-?\d+\)$|^@", name),
        lambda pattern: "_" not in pattern and pattern[0] != "@",
    ),
    "lcd": ("", lambda name: True, lambda pattern: True),
    "lc3": ("", lambda name: not re.search(r"#\d{6}$", name), lambda pattern: pattern[0] != "+"),
    "ykd": ("", lambda name: True, lambda pattern: True),
}


@pytest.mark.parametrize("ending", HOLDS)
@settings(max_examples=200)
@given(data=st.data())
def test_codebooks_survive_the_way_there_and_back(tmp_path_factory, ending, data):
    more, is_name, is_entry = HOLDS[ending]
    texts = st.text(st.sampled_from(SIGNS + more), min_size=1, max_size=8).map(tidy)
    names = texts.filter(lambda name: name and is_name(name))
    entries = texts.filter(lambda text: is_pattern(text) and is_entry(text))
    codebook = data.draw(
        codebooks(names, BLANK, entries, flat=ending == "lc3", nots=ending in ("csv", "xlsx"))
    )
    yaml, other = (tmp_path_factory.getbasetemp() / f"x.{end}" for end in ("yaml", ending))
    yaml.write_bytes(to_yaml(codebook).encode())
    written = FORMATS[f".{ending}"][1](read_codebook(yaml))
    other.write_bytes(written if isinstance(written, bytes) else written.encode())
    there = read_codebook(other)
    assert [note for note in there.notes if "a hit of theirs" not in note] == []
    yaml.write_bytes(to_yaml(there).encode())
    back = read_codebook(yaml)
    if ending == "dic":  # which holds each term once, so a category's terms may change their order
        codebook, back = build_sorted(codebook), build_sorted(back)
    assert_same(codebook, back, ("theme", "parent", "label"))


def build_sorted(codebook: Codebook) -> Codebook:
    found = codebook.patterns.sort_values(["theme", "pattern"], ignore_index=True)
    return Codebook("", "", "", codebook.themes, found, "")
