"""REFI-QDA projects of other programs are read into a study, through the command line."""

import made_exchange
import pytest
from foreign_project import codes, guid, project, qde, selection, source, zipped

from analysis.study import open_study

exchange, study = made_exchange.exchange, made_exchange.study  # fixtures

TEXT = "Aid helps. Debt falls.\nLoans rise 🙂 again. Nobody knows."
BOOK = 'name: B\nversion: "1"\nthemes:\n  aid: {patterns: [aid]}\n  debt: {label: The debt, patterns: [debt]}\n'


def test_a_new_study_gets_texts_codes_codings_and_spans(exchange, study):
    content = project(
        {"One": TEXT},
        source(
            "One",
            selection(0, 10, "aid"),  # a sentence
            selection(16, 42, "debt", inner="<Description>over two</Description>"),
            selection(11, 15, "debt", user="Bob"),
        ),
    )
    status, out, err = exchange(content)
    assert (status, err) == (0, "")
    assert (study.folder / "One.txt").read_text(encoding="utf-8") == TEXT
    assert study.codings() == [("One", "1", "aid"), ("One", "2", "debt"), ("One", "3", "debt")]
    assert study.codings("Bob") == [("One", "2", "debt")]
    assert study.spans() == [(11, 15, "Bob", "debt"), (16, 42, "Ann", "debt")]
    assert [row["memo"] for row in study.table("codings/Ann.csv")] == [
        "",
        "over two",
        "over two",
    ]
    assert (
        "1 cover one whole sentence, 1 cover part of one sentence, 1 cover several sentences" in out
    )
    assert "the file does not say who read them" in out
    found = open_study(study.folder)
    with pytest.warns(UserWarning, match="without patterns"):
        found.codebook  # noqa: B018
    assert found.codebook.themes["theme"].tolist() == ["aid", "debt"]
    assert len(found.codings) == 4
    assert found.spans["memo"].tolist() == ["", "over two"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_positions_are_those_of_the_stored_text(exchange, study, mark, end):
    """The fourth sentence begins at 43 with LF, and one later with CRLF; a mark counts for nothing."""
    stored = mark + TEXT.replace("\n", end)
    start = 43 + (end == "\r\n")
    xml = source("One", selection(start, start + 13, "aid"), selection(start, start + 6, "debt"))
    status, _, _ = exchange(project({"One": stored}, xml), a__txt=TEXT, codebook__yaml=BOOK)
    assert status == 0
    assert study.codings() == [("a", "4", "aid"), ("a", "4", "debt")]
    assert study.spans() == [(43, 49, "Ann", "debt")]
    assert not list(study.folder.glob("One*"))


def test_a_text_of_the_study_may_have_line_ends_of_its_own(exchange, study):
    (study.folder / "a.txt").write_bytes(("\ufeff" + TEXT.replace("\n", "\r\n")).encode())
    status, _, _ = exchange(
        project({"One": TEXT}, source("One", selection(43, 56, "aid"))), codebook__yaml=BOOK
    )
    assert status == 0
    assert study.codings() == [("a", "4", "aid")]


def test_nothing_is_written_twice_and_nothing_replaced(exchange, study):
    content = project(
        {"One": TEXT}, source("One", selection(0, 10, "aid"), selection(0, 3, "debt"))
    )
    assert exchange(content)[0] == 0
    before = {path: path.read_bytes() for path in study.folder.rglob("*") if path.is_file()}
    status, out, _ = exchange(content)
    assert status == 0
    assert "nothing to write" in out
    other = project(
        {"One": TEXT}, source("One", selection(11, 22, "debt"), selection(0, 2, "debt"))
    )
    status, out, err = exchange(other)
    assert (status, out) == (2, "")
    assert "1 of 2 codings of 'Ann' that differ from those that the study has" in err
    assert "1 of 1 span that are not in codings/spans.csv" in err
    assert {path: path.read_bytes() for path in study.folder.rglob("*") if path.is_file()} == before


def test_codes_are_matched_with_the_codebook(exchange, study):
    """By their path, by a label that only one theme has, whatever the case; others are kept."""
    inner = [selection(0, 10, "AID"), selection(11, 22, "The Debt"), selection(43, 56, "new")]
    xml = codes("AID", "The Debt", "new")
    status, out, _ = exchange(
        project({"One": TEXT}, source("One", *inner), xml), a__txt=TEXT, codebook__yaml=BOOK
    )
    assert status == 0
    assert study.codings() == [("a", "1", "aid"), ("a", "2", "debt"), ("a", "4", "new")]
    assert "1 code that the codebook lacks ('new')" in out
    assert (study.folder / "codebook.draft.p.qdc").is_file()
    with pytest.warns(UserWarning, match="1 theme that the codebook lacks"):
        assert len(open_study(study.folder).codings) == 3


def test_nested_codes_of_one_name_are_told_apart(exchange, study):
    nested = "".join(
        f'<Code guid="{guid(above)}" name="{above}" isCodable="{codable}">'
        f'<Code guid="{guid(above + "/other")}" name="other" isCodable="true"/></Code>'
        for above, codable in (("praise", "true"), ("blame", "false"))
    )
    inner = [selection(0, 10, "praise/other"), selection(11, 22, "blame/other", "praise")]
    assert exchange(project({"One": TEXT}, source("One", *inner), nested))[0] == 0
    assert study.codings() == [
        ("One", "1", "praise/other"),
        ("One", "2", "blame/other"),
        ("One", "2", "praise"),
    ]


def test_one_selection_can_be_coded_by_several_users(exchange, study):
    coding = f'<Coding guid="{guid("x")}" creatingUser="{guid("Bob")}"><CodeRef targetGUID="{guid("debt")}"/></Coding>'
    xml = source("One", selection(0, 10, "aid", inner=coding))
    assert exchange(project({"One": TEXT}, xml))[0] == 0
    assert study.codings() == [("One", "1", "aid")]
    assert study.codings("Bob") == [("One", "1", "debt")]


def test_two_users_of_one_name_are_two_coders(exchange, study):
    more = f'<User guid="{guid("Eve")}" name="Ann"/></Users>'
    xml = qde(source("One", selection(0, 10, "aid"), selection(11, 22, "aid", user="Eve")))
    xml = xml.replace("</Users>", more)
    status, out, _ = exchange(zipped({"project.qde": xml, f"sources/{guid('One')}.txt": TEXT}))
    assert status == 0
    assert study.codings() == [("One", "1", "aid")]
    assert study.codings("Ann 2") == [("One", "2", "aid")]
    assert "a further user 'Ann' is called 'Ann 2'" in out


def test_names_are_cut_to_what_a_file_can_have(exchange, study):
    name = "名" * 300
    xml = source("One", selection(0, 10, "aid", user=name))
    assert exchange(project({"One": TEXT}, xml, users=[name]))[0] == 0
    assert study.codings("名" * 40) == [("One", "1", "aid")]


def test_read_none_found_is_kept(exchange, study):
    xml = source(
        "One", selection(0, 10, "aid"), selection(11, 22, name="read, none found"), selection(0, 3)
    )
    status, out, _ = exchange(project({"One": TEXT}, xml))
    assert status == 0
    assert study.codings() == [("One", "1", "aid"), ("One", "2", "")]
    assert "left out: 1 selection without a code" in out


def test_variables_become_metadata(exchange, study):
    variable = f'<VariableValue><VariableRef targetGUID="{guid("v")}"/><IntegerValue>7</IntegerValue></VariableValue>'
    more = (
        f'<Variables><Variable guid="{guid("v")}" name="year" typeOfVariable="Integer"/>'
        f'<Variable guid="{guid("w")}" name="text" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{guid("c")}" name="Anna"><VariableValue><VariableRef targetGUID="{guid("w")}"/>'
        f'<TextValue>long</TextValue></VariableValue><SourceRef targetGUID="{guid("One")}"/></Case></Cases>'
    )
    status, out, _ = exchange(
        project({"One": TEXT}, source("One", selection(0, 10, "aid"), variable), more=more)
    )
    assert status == 0
    assert study.table("metadata.csv") == [
        {"doc_id": "One", "year": "7", "text (variable)": "long"}
    ]
    assert "the variable 'text' is the metadata column 'text (variable)'" in out
    assert "left out: 1 case" in out


def test_what_has_no_place_is_counted(exchange, study):
    more = (
        f'<Notes><Note guid="{guid("n")}"/></Notes><Links><Link guid="{guid("l")}"/></Links>'
        f'<Sets><Set guid="{guid("s")}" name="x"/></Sets><Graphs><Graph guid="{guid("g")}"/></Graphs>'
    )
    picture = f'<PictureSource guid="{guid("pic")}" name="pic"><PictureSelection/></PictureSource>'
    outside = source("Two", selection(0, 1, "aid"), path="relative:///two.txt")
    status, out, _ = exchange(
        project(
            {"One": TEXT}, source("One", selection(0, 10, "aid")) + picture + outside, more=more
        )
    )
    assert status == 0
    for phrase in (
        "1 picture",
        "1 set",
        "1 link",
        "1 graph",
        "1 note",
        "1 text outside the file",
        "1 coding of a text that is not in the file",
    ):
        assert f"left out: {phrase}" in out


def test_codings_of_a_text_without_a_word_are_counted(exchange, study):
    xml = source("One", selection(0, 10, "aid")) + source("Two", selection(0, 1, "aid"))
    status, out, _ = exchange(project({"One": TEXT, "Two": " \n"}, xml))
    assert status == 0
    assert "left out: 1 text without a word" in out
    assert "left out: 1 coding of a text without a word" in out


def test_habits_of_other_programs(exchange, study):
    """Paths with the folder in them, GUIDs in braces, texts in the XML, no user named."""
    xml = qde(
        f'<TextSource guid="{{{guid("One").upper()}}}" name="One.docx" plainTextPath="sources/{guid("One")}.TXT">'
        f'<PlainTextSelection guid="{guid("s")}" startPosition="0" endPosition="10">'
        f'<Coding guid="{guid("k")}"><CodeRef targetGUID="{{{guid("aid").upper()}}}"/></Coding></PlainTextSelection>'
        f'</TextSource><TextSource guid="{guid("Two")}" name="Two"><PlainTextContent>Two here.</PlainTextContent></TextSource>',
        users=["Ann"],
    )
    status, _, _ = exchange(
        zipped({"Project.qde": xml, f"Sources/{guid('One').upper()}.txt": TEXT})
    )
    assert status == 0
    assert study.codings() == [("One", "1", "aid")]
    assert (study.folder / "Two.txt").read_text() == "Two here."


def test_names_are_safe_as_files(exchange, study):
    """A path in a name leads nowhere, and reserved names are not taken."""
    texts = {"../../up": TEXT, "README": TEXT + "2", "CON": TEXT + "3"}
    xml = "".join(source(name, selection(0, 10, "aid", user="../spans")) for name in texts)
    status, _, _ = exchange(project(texts, xml, users=["../spans"]))
    assert status == 0
    found = sorted(
        path.relative_to(study.folder).as_posix()
        for path in study.folder.rglob("*.*")
        if path.is_file()
    )
    assert found == [
        "CON_.txt",
        "README (text).txt",
        "codebook.qdc",
        "codings/∕spans.csv",
        "∕..∕up.txt",
    ]
    assert {row["coder"] for row in study.table("codings/∕spans.csv")} == {"../spans"}


FAULTS = {
    "no zip": (b"PK\x03\x04", "found no zip file"),
    "no project": (zipped({"a.txt": "x"}), "found no project.qde in it"),
    "broken XML": (zipped({"project.qde": "<Project>"}), "found broken XML"),
    "an entity": (
        zipped({"project.qde": '<!DOCTYPE a [<!ENTITY e "x">]><Project/>'}),
        "found a DOCTYPE",
    ),
    "another root": (zipped({"project.qde": "<CodeBook/>"}), "found the root element <CodeBook>"),
    "no text": (zipped({"project.qde": qde(source("One"))}), "expected a text in the zip"),
    "a path that leads out": (
        zipped({"project.qde": qde(source("One", path="internal://../../etc/passwd"))}),
        "found 'internal://../../etc/passwd'",
    ),
    "a text that is not UTF-8": (
        project({"One": b"caf\xe9"}, source("One")),
        "found byte 0xe9 at offset 3",
    ),
    "a wrong GUID": (
        project({"One": TEXT}, source("One"), '<Code guid="1" name="a"/>'),
        "found the GUID '1' of a <Code>",
    ),
    "a GUID twice": (
        project({"One": TEXT}, source("One"), codes("aid", "aid")),
        "expected a GUID of its own",
    ),
    "a position outside": (
        project({"One": TEXT}, source("One", selection(0, 999, "aid"))),
        "found a selection from 0 to 999 of 'One'",
    ),
    "an end before its start": (
        project({"One": TEXT}, source("One", selection(9, 3, "aid"))),
        "found a selection from 9 to 3",
    ),
    "no number": (
        project({"One": TEXT}, source("One", selection("x", 3, "aid"))),
        "found the positions 'x' to '3'",
    ),
    "a code that does not exist": (
        project({"One": TEXT}, source("One", selection(0, 3, "no"))),
        "expected the GUID of a code in the file",
    ),
    "a user who does not exist": (
        project({"One": TEXT}, source("One", selection(0, 3, "aid", user="Eve"))),
        "expected the GUID of a user in the file",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_are_named_and_nothing_is_written(exchange, study, case):
    content, message = FAULTS[case]
    status, out, err = exchange(content)
    assert (status, out) == (2, "")
    assert err.startswith("error: p.qdpx")
    assert message in err
    assert list(study.folder.iterdir()) == []


def test_all_faults_are_named_at_once(exchange, study):
    xml = source(
        "One", selection(0, 999, "aid"), selection(9, 3, "aid"), selection(0, 3, "no", user="Eve")
    )
    _, _, err = exchange(project({"One": TEXT}, xml))
    assert len(err.splitlines()) == 4


def test_a_bomb_is_refused(exchange, monkeypatch):
    monkeypatch.setattr("analysis.coding.exchange.qdpx.MOST", 10_000_000)
    _, _, err = exchange(project({"One": bytes(20_000_000)}, source("One")))
    assert "found more than 10 MB of XML and text once unpacked" in err


def test_a_text_that_no_study_would_read_is_refused(exchange, monkeypatch):
    monkeypatch.setattr("analysis.coding.exchange.qdpx.LARGEST_FILE", 1_000_000)
    status, _, err = exchange(project({"One": "a " * 500_001}, source("One")))
    assert status == 2
    assert "found a text of more than 1 MB, Sources/" in err


def test_a_study_that_drops_lines_is_told(exchange, study):
    content = project({"One": TEXT}, source("One", selection(0, 10, "aid")))
    status, _, err = exchange(content, study__yaml='drop: ["Aid*"]\n')
    assert status == 2
    assert "One.txt: found another text once it is read" in err
