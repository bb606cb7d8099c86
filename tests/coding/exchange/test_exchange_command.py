"""`workbook exchange`: a study of files is written, and read into others."""

import io
import re
import uuid
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from foreign_project import zipped

from analysis.cli import main
from analysis.study import open_study

BOOK = """\
name: Debts & aid
version: "2"
themes:
  topic:
    label: Topics
    definition: What it is about <here>.
    themes:
      aid: {label: Aid, patterns: [aid*], include: [aid to the poor], exclude: ["hearing aid"]}
      other: {label: Other, patterns: [loan*]}
  tone:
    themes:
      other: {label: Other, patterns: [good]}
"""
TEXT = "# Head\n\nAid 🙂 is good. Loans rise.\n\nنص عربي. e\u0301te\u0301 aid."
FILES = {
    "codebook.yaml": BOOK,
    "a.txt": ("\ufeff" + TEXT.replace("\n", "\r\n")).encode(),
    "sub/b.txt": "Good loans. Nothing.",
    "metadata.csv": "doc_id,title,language,year,code,day\na,The A,en,2020,007,2020-03\nsub/b,,fr,2021,008,2021-04\n",
    "codings/Ann.csv": "doc_id,sent_id,theme,memo,unsure\na,1,topic/aid,\"why,\ntwo\",x\na,1,tone/other,,\na,2,,none here,\n",
    "codings/Zoë 🙂.csv": "doc_id,sent_id,theme\na,1,topic/aid\nsub/b,1,topic\n",
    "codings/final.csv": "doc_id,sent_id,theme\na,1,topic/aid\n",
    "codings/spans.csv": "doc_id,start,end,coder,theme,memo\na,8,13,Ann,topic/aid,half\na,8,22,Ann,tone/other,\n",
}  # fmt: skip
FILES["coding.csv"] = "doc_id,sent_id,theme\nsub/b,2,\n"
TABLES = ("codings", "final", "spans")


@pytest.fixture
def folders(write, tmp_path):
    """A study, and the project that was written of it."""
    folder = write(*[part for name, content in FILES.items() for part in (f"s/{name}", content)])
    assert main(["exchange", str(folder / "s"), str(folder / "p.qdpx"), "--write"]) == 0
    return tmp_path


def rows(table, columns=("doc_id", "sent_id", "start", "end", "coder", "theme", "memo", "unsure")):
    if "unsure" in columns and "unsure" not in table:
        table = table.assign(unsure=False)
    names = [column for column in columns if column in table]
    return sorted(map(str, table[names].to_numpy().tolist()))


def test_the_same_study_has_all_of_it(folders, capsys):
    before = {path: path.read_bytes() for path in (folders / "s").rglob("*.*")}
    capsys.readouterr()
    assert main(["exchange", str(folders / "s"), str(folders / "p.qdpx")]) == 0
    assert "nothing to write: the study has all of it" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in (folders / "s").rglob("*.*")} == before


def test_a_study_of_the_same_texts_gets_the_same_codings(folders, write):
    for name in ("codebook.yaml", "a.txt", "sub/b.txt", "metadata.csv"):
        write(f"t/{name}", FILES[name])
    assert main(["exchange", str(folders / "t"), str(folders / "p.qdpx")]) == 0
    old, new = open_study(folders / "s"), open_study(folders / "t")
    for name in TABLES:
        assert rows(getattr(new, name)) == rows(getattr(old, name))


def test_a_new_study_gets_texts_metadata_and_codings(folders, capsys):
    (folders / "t").mkdir()
    capsys.readouterr()
    assert main(["exchange", str(folders / "t"), str(folders / "p.qdpx")]) == 0
    assert "left out: 6 codings of patterns" in capsys.readouterr().out
    old, new = open_study(folders / "s"), open_study(folders / "t")
    columns = ["doc_id", "title", "language", "text", "year", "code", "day", "day_as_written"]
    assert new.documents[columns].equals(old.documents[columns])
    with pytest.warns(UserWarning, match="themes without patterns"):
        themes = new.codebook.themes["theme"].tolist()
    ids = ["topic", "topic/aid", "topic/other", "tone", "tone/other"]
    assert themes == ["Topics", "Topics/Aid", "Topics/Other (Topics)", "tone", "tone/Other (tone)"]
    for name in TABLES:
        table = getattr(old, name)
        named = table.assign(theme=table["theme"].replace(dict(zip(ids, themes, strict=True))))
        assert rows(getattr(new, name)) == rows(named)


def test_what_one_reader_coded_is_no_gold_beside_coders(folders):
    """`coding.csv` is written again, and not as a file of `codings/`."""
    (folders / "t").mkdir()
    assert main(["exchange", str(folders / "t"), str(folders / "p.qdpx")]) == 0
    assert not (folders / "t/codings/coding.csv").exists()
    old, new = open_study(folders / "s"), open_study(folders / "t")
    with pytest.warns(UserWarning, match="without patterns|differ"):
        assert len(new.gold) == len(old.gold)


def test_two_writings_are_the_same_bytes(folders):
    assert main(["exchange", str(folders / "s"), str(folders / "q.qdpx"), "--write"]) == 0
    assert (folders / "p.qdpx").read_bytes() == (folders / "q.qdpx").read_bytes()


def test_a_method_writes_it_too(folders):
    (line,) = open_study(folders / "s").write_project(folders / "q.qdpx")
    assert line.endswith("(users: patterns (Debts & aid, 2), coding, Ann, Zoë 🙂, final)")
    assert (folders / "p.qdpx").read_bytes() == (folders / "q.qdpx").read_bytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["s", "p.qdpx", "--write"], "p.qdpx: found a file that exists; expected a new file"),
        (
            ["s", "p.zip", "--write"],
            "p.zip: found the ending '.zip'; expected a file that ends in .qdpx",
        ),
        (["s", "no/p.qdpx", "--write"], "found a folder that does not exist"),
        (["s", "no.qdpx"], "no.qdpx: found no such file"),
        (["no", "p.qdpx"], "no: found no such folder; expected the folder of a study"),
        (["s/a.txt", "p.qdpx"], "found a file; expected the folder of a study"),
        (["s", "p.qdpx", "--codebook", "s/codebook.yaml"], "found a codebook without --write"),
    ],
)
def test_mistakes_are_named(folders, monkeypatch, capsys, words, message):
    monkeypatch.chdir(folders)
    capsys.readouterr()
    assert main(["exchange", *words]) == 2
    assert message in capsys.readouterr().err


def rewritten(content: bytes, mark: str, end: str) -> bytes:
    """A project as another program writes it again: other GUIDs, line ends, no names, one level."""
    with ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    xml = parts.pop("project.qde").replace('origin="research-workbook"', 'origin="Other 2"')
    root = ElementTree.fromstring(xml)
    new = {node.get("guid"): str(uuid.uuid4()) for node in root.iter() if node.get("guid")}
    for old, guid in new.items():
        xml = xml.replace(f'"{old}"', f'"{guid.upper()}"')
        xml = xml.replace(f"//{old}.txt", f"//{guid.upper()}.txt")
    xml = re.sub(
        r'<PlainTextSelection guid="([^"]*)" name="(?!read, )[^"]*"',
        r'<PlainTextSelection guid="\1"',
        xml,
    )
    texts = {new[name[8:-4]]: text for name, text in parts.items()}
    for guid, text in texts.items():
        before, found, rest = xml.partition(f'guid="{guid.upper()}"')
        source, close, after = rest.partition("</TextSource>")

        def move(match: re.Match, text=text) -> str:
            n = int(match[2])
            return f'{match[1]}="{n + (len(end) - 1) * text[:n].count(chr(10))}"'

        source = re.sub(r'(startPosition|endPosition)="(\d+)"', move, source)
        xml = before + found + source + close + after
    stored = {f"sources/{guid}.txt": mark + text.replace("\n", end) for guid, text in texts.items()}
    return zipped({"project.qde": xml, **stored})


@pytest.mark.parametrize(("mark", "end"), [("", "\n"), ("\ufeff", "\r\n")])
def test_codings_come_back_from_another_program(folders, write, mark, end):
    """Spans count for their sentences then; one that is exactly a sentence is a coding of it."""
    content = rewritten((folders / "p.qdpx").read_bytes(), mark, end)
    for name in ("codebook.yaml", "a.txt", "sub/b.txt", "metadata.csv"):
        write(f"t/{name}", FILES[name])
    write("q.qdpx", content)
    assert main(["exchange", str(folders / "t"), str(folders / "q.qdpx")]) == 0
    old, new = open_study(folders / "s"), open_study(folders / "t")
    assert rows(new.spans) == rows(old.spans[old.spans["end"] == 13])
    columns = ("doc_id", "sent_id", "coder", "theme")
    assert rows(new.codings, columns) == rows(old.codings, columns)
    assert rows(new.final, columns) == rows(old.final, columns)
