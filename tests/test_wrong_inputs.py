"""Messages about wrong inputs: each is in `wrong_inputs.txt`, none is a traceback, all exit with 2.

`python tests/test_wrong_inputs.py` rewrites the file; read it before you keep it.
"""

import contextlib
import io
import json
import os
import tempfile
from pathlib import Path
from unittest import mock

import pytest
from docx import Document
from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from analysis.cli import main
from analysis.output.exports import REDIRECT

SNAPSHOT = Path(__file__).parent / "wrong_inputs.txt"
TEXT = "States must protect rights. Poverty fell."
BOOK = 'name: Small\nversion: "1"\nthemes:\n  rights: {patterns: ["right*"]}\n'


def _docx() -> bytes:
    document = Document()
    document.add_paragraph(TEXT)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _pdf(text: str = "", password: str | None = None) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=password, invariant=True)
    if text:
        canvas.drawString(72, 700, text)
    else:
        canvas.rect(72, 600, 100, 100)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


TOP = (
    "row,doc_id,sent_id,before,sentence,after,theme_1,theme_2,theme_3,theme_4,theme_5,theme_6,theme_7,"
    "theme_8,unsure,memo\n"
)
ONE = "1,a,1,,States must protect rights.,Poverty fell.,rights,,,,,,,,,\n"
TWO = "2,a,2,States must protect rights.,Poverty fell.,,(no theme),,,,,,,,,\n"
ROW = {
    "doc_id": "a",
    "sent_id": 1,
    "start": 0,
    "end": 27,
    "sentence": "States must protect rights.",
}
SAMPLE = {
    "format": 1, "seed": 0, "by": "", "codebook": {"name": "Small", "version": "1", "sha256": "0" * 64},
    "sentences_sha256": "0" * 64, "n_sentences": 2,
    "draws": [{"n": 1, "seed": 0, "coders": ["A", "B"], "holdout": False}],
    "strata": [{"stratum": "", "n_sentences": 2, "n_drawn": 1}],
    "rows": [{**ROW, "stratum": "", "weight": 2, "half": "", "draw": 1}],
}  # fmt: skip

# Files in `codings/`, each with one mistake.
SHEETS: dict[str, str | bytes] = {
    "a column twice.csv": TOP.replace("theme_2", "theme_1") + ONE,
    "a date.csv": TOP + ONE + TWO.replace("a,2", "a,02-Feb"),
    "a memo renamed.csv": TOP.replace("memo", "remarks") + ONE.replace("\n", "odd\n"),
    "a misspelt theme.csv": TOP + ONE.replace("rights,,", "rihgts,,"),
    "a misspelt theme.xlsx": _xlsx(TOP.strip().split(","), ONE.replace("rights,,", "right,,").strip().split(",")),
    "a renamed column.csv": TOP.replace("theme_1", "first") + ONE,
    "a row short.csv": TOP + ONE + "2,a,2\n",
    "a row twice.csv": TOP + ONE + TWO + ONE,
    "a text unknown.csv": TOP + ONE + TWO.replace(",a,", ",b,").replace("fell", "rose"),
    "a theme twice.csv": TOP + ONE.replace("rights,,", "rights,RIGHTS,"),
    "a title above.csv": "My sheet" + "," * 12 + "\n" + TOP + ONE,
    "Ada.csv": TOP + ONE + TWO,
    "Ada.xlsx": _xlsx(TOP.strip().split(","), ONE.replace("rights,,", "(no theme),,").strip().split(",")),
    "another sentence.csv": TOP + ONE + TWO.replace("fell.", "rose."),
    "a number beyond.csv": TOP + ONE + TWO.replace("a,2", "a,3").replace("fell", "rose"),
    "a number mangled.csv": TOP + ONE + TWO.replace("a,2", "a,2.5"),
    "columns apart.csv": TOP + ONE.replace("a,1", "a,2") + TWO.replace("a,2", "a,1"),
    "empty.csv": "",
    "Latin.csv": (TOP + ONE.replace("\n", "d\u00e9j\u00e0 vu\n")).encode("latin-1"),
    "no doc_id.csv": TOP + ONE + TWO.replace(",a,", ",,"),
    "no header.csv": ONE + TWO,
    "no sentence.csv": TOP.replace("sentence,", "") + "1,a,1,,Poverty fell.,rights,,,,,,,,,\n",
    "no theme and one.csv": TOP + TWO.replace("(no theme),,", "(no theme),rights,"),
    "open.csv": TOP + ONE + TWO.replace("Poverty", '"Poverty'),
    "unsure.csv": TOP + ONE.replace(",,\n", ",perhaps,\n"),
    "~$Ada.xlsx": b"lock",
}  # fmt: skip

# Each study has `a.txt`, `codebook.yaml` and the files of its case; None removes a file.
CASES: dict[str, dict[str, str | bytes | None]] = {
    "no texts": {"a.txt": None},
    "no codebook": {"codebook.yaml": None},
    "two codebooks": {"codebook.dic": "%\n1 a\n%\nb 1\n"},
    "a letter in Windows-1252": {"b.txt": "The café is open.".encode("windows-1252")},
    "a Cyrillic text that is not UTF-8": {"b.txt": "Права человека и гражданское общество".encode("windows-1251")},
    "half a letter in UTF-16": {"b.txt": TEXT.encode("utf-16") + b"\x00"},
    "binary": {"b.txt": b"\x00\x01\xff\xfe"},
    "empty files": {"b.txt": "", "c.md": " \n\n"},
    "the wrong encoding is stated": {"b.txt": b"caf\xe9", "study.yaml": 'encoding: {"b.*": shift_jis}'},
    "metadata in a text that are not YAML": {"b.md": '---\ntitle: "A\n---\nText.'},
    "metadata in a text of all kinds": {"b.md": "---\nwho: a\nwho: b\n---\nText.",
                                        "c.md": '---\nwho: "\\uD800"\n---\nText.', "d.md": "---\ndoc_id: x\n---\nText.",
                                        "e.md": "---\nwho: &a [b]\n---\nText."},
    "keys below keys in a text": {"b.md": "---\nauthor:\n  name: x\n---\nText."},
    "a Word document of old": {"b.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)},
    "half a Word document": {"b.docx": _docx()[:3000]},
    "a Word document with another ending": {"b.odt": _docx()},
    "a spreadsheet as a Word document": {"b.docx": _xlsx(["text"], [TEXT])},
    "a PDF of pictures": {"b.pdf": _pdf()},
    "a PDF with a password": {"b.pdf": _pdf(TEXT, "secret")},
    "half a PDF": {"b.pdf": _pdf(TEXT)[:200]},
    "a page in an encoding that does not exist": {"b.html": b'<meta charset="utf-9"><p>Caf\xe9.'},
    "a page in another encoding than it says": {"b.html": b'<meta charset="utf-8"><p>Caf\xe9.'},
    "a table without a text column": {"b.csv": "id,body\n1,Text.\n"},
    "a table that is not CSV": {"b.csv": 'id,text\n1,"Text.\n'},
    "a row too short, one too long": {"b.csv": "id,text\n1\n2,Text.,x\n"},
    "columns that are the workbook's own": {"b.csv": "text,sentence,share\nText.,x,y\n"},
    "one id for two rows": {"b.csv": "doc_id,text\na,One.\nb,Two.\nb,Three.\n"},
    "lines that are no JSON": {"b.jsonl": '{"text": "One."}\n{"text": \n["Two."]\n'},
    "a sheet without a text column": {"b.xlsx": _xlsx(["title", "texts"], ["A", TEXT])},
    "no spreadsheet": {"b.xlsx": "title,text\n"},
    "metadata of texts that are not there": {"metadata.csv": "doc_id,year\nA,2020\na,2020\na,2021\n"},
    "metadata without ids": {"metadata.csv": "id,year\na,2020\n"},
    "a column twice, one without a name": {"metadata.csv": "doc_id,year,year,\na,1,2,3\n"},
    "metadata that contradict a name": {"metadata.csv": "doc_id,year\na,2020\nb_1999,2000\n", "b_1999.txt": TEXT,
                                        "study.yaml": 'names: "{code}_{year:d}"'},
    "metadata twice": {"metadata.csv": "doc_id\na\n", "metadata.xlsx": _xlsx(["doc_id"], ["a"])},
    "a study.yaml of mistakes": {
        "study.yaml": "text: t\nencodng: x\ngroups: outlet\nnames: '{a}_{a}'\ntexts: nowhere\nlanguage: []\ntext: u\n"
    },
    "an encoding that is none of text": {"study.yaml": 'encoding: {"*.txt": unicode_escape}'},
    "a text of many megabytes": {"b.txt": "Rights. " * 200_000, "study.yaml": "largest_file: 1 MB"},
    "a tag in the settings": {"study.yaml": "text: !!python/name:os.system x"},
    "an encoding that does not exist": {"study.yaml": "encoding: utf-9"},
    "a study.yaml that is not YAML": {"study.yaml": "groups: [a\n"},
    "groups that are no column": {"study.yaml": "groups: [outlt]\ntime: yaer\n", "metadata.csv": "doc_id,outlet,year\na,X,1\n"},
    "themes that the codebook lacks": {"study.yaml": "themes: [topik, topic]\n"},
    "a study that cannot be cited": {"study.yaml": "title: []\ndate: 31 March 2026\nauthors:\n  - familly-names: X\n  - orcid: 1\n"},
    "events without a date": {"study.yaml": "events: {11 March 2020: Pandemic declared}\n"},
    "events without a label": {"study.yaml": "events:\n  2020-03-11:\n  2015: Summit\n"},
    "events that are a list": {"study.yaml": "events: [2020-03-11]\n"},
    "themes that are no list": {"study.yaml": "themes: topic\n"},
    "a codebook of mistakes": {
        "codebook.yaml": "name: A\nthemes:\n  a: {patterns: ['x.*', '* *'], defintion: b}\n  b/c: {}\n"
    },
    "stars without quotes": {"codebook.yaml": 'name: A\nversion: "1"\nthemes:\n  a:\n    patterns: [*ing, b]\n'},
    "an anchor in a codebook": {"codebook.yaml": 'name: A\nversion: "1"\nthemes:\n  a: {patterns: [&b]}\n'},
    "a codebook of a hundred levels": {"codebook.yaml": "name: A\nthemes: " + "{a: " * 200},
    "tabs in a codebook": {"codebook.yaml": "name: A\nthemes:\n\ta: b\n"},
    "a dictionary without % lines": {"codebook.yaml": None, "codebook.dic": "1 rights\nright* 1\n"},
    "a dictionary with a DOCTYPE": {
        "codebook.yaml": None,
        "codebook.ykd": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><dictionary><cnode name="&b;"/></dictionary>',
    },
    "half a dictionary": {"codebook.yaml": None, "codebook.lc3": '<dictionary name="A"><cnode name="B">'},
    "no REFI codebook": {"codebook.yaml": None, "codebook.qdc": "<html></html>"},
    "a codebook table without themes": {"codebook.yaml": None, "codebook.csv": "category,word\na,b\n"},
    "a codebook in another encoding": {"codebook.yaml": None, "codebook.cat": b"RIGHTS\n\tcaf\xe9 (1)\n"},
    "a coding of mistakes": {"coding.csv": "doc_id,sent_id,theme,sentence\nb,1,rights,\na,9,rights,\na,1,rights,No.\n"},
    "spans of mistakes": {"codings/spans.csv": "doc_id,start,end,coder,theme,text\nb,0,6,Ann,rights,\na,0,x,Ann,rights,\n"
                                               "a,6,0,Ann,rights,\na,0,6,,rights,\na,0,6,Ann,rights,No.\n"},
    "sheets of mistakes": {f"codings/{name}": content for name, content in SHEETS.items()},
    "a sheet with a row that was not drawn": {"codings/sample.json": json.dumps(SAMPLE), "codings/A.csv": TOP + ONE + TWO},
    "a damaged sample": {"codings/sample.json": json.dumps({**SAMPLE, "rows": [{**ROW, "weight": 0}], "seeds": 1})},
    "a sample of another kind": {"codings/sample.json": "{'format': 1}"},
}  # fmt: skip

# Each is refused by `workbook compare`; the study has `a.txt`, `codebook.yaml` and a file `mine`.
COMPARISONS: dict[str, list[str]] = {
    "nothing to compare with": ["s"],
    "a codebook to compare with that is not there": ["s", "--with", "s/codebok.yaml"],
    "a text to compare with": ["s", "--with", "s/a.txt"],
    "a comparison into a file": ["s", "--with", "s/codebook.yaml", "--out", "s/mine"],
    "a comparison into the study": ["s", "--with", "s/codebook.yaml", "--out", "."],
    "a comparison of no study": ["t"],
}


def make_study(folder: Path, files: dict[str, str | bytes | None]) -> None:
    study = folder / "s"
    study.mkdir()
    for file, content in ({"a.txt": TEXT, "codebook.yaml": BOOK} | files).items():
        if content is not None:
            (study / file).parent.mkdir(exist_ok=True)
            (study / file).write_bytes(content.encode() if isinstance(content, str) else content)


def messages(name: str, folder: Path) -> str:
    """The messages of `workbook compare`, or of `workbook run` for what `check` refuses too."""
    if name in COMPARISONS:
        make_study(folder, {"mine": "x"})
        return refusals(name, folder, [["compare", *COMPARISONS[name]]])
    make_study(folder, CASES[name])
    return refusals(name, folder, [["check", "s"], ["run", "s"]])


def refusals(name: str, folder: Path, commands: list[list[str]]) -> str:
    """What commands, all of which refuse, print as errors."""
    out = io.StringIO()
    err = io.StringIO()
    with (
        mock.patch.dict(os.environ),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        os.environ.pop(REDIRECT, None)
        statuses = {main(command) for command in commands}
    assert statuses == {2}, (name, statuses, out.getvalue(), err.getvalue())
    assert "Traceback" not in out.getvalue() + err.getvalue()
    return err.getvalue()


def snapshots() -> dict[str, str]:
    found = {}
    for block in SNAPSHOT.read_text(encoding="utf-8").split("== ")[1:]:
        name, _, body = block.partition("\n")
        found[name] = body.removesuffix("\n")
    return found


@pytest.mark.parametrize("name", [*CASES, *COMPARISONS])
def test_the_message_is_the_one_in_the_snapshot(name, tmp_path):
    assert messages(name, tmp_path) == snapshots()[name]


def test_the_snapshot_has_exactly_these_cases():
    assert list(snapshots()) == [*CASES, *COMPARISONS]
    assert len(CASES) >= 30


def write_snapshots() -> None:
    blocks = []
    for name in [*CASES, *COMPARISONS]:
        with tempfile.TemporaryDirectory() as folder:
            text = messages(name, Path(folder))
        blocks.append(f"== {name}\n{text}\n")
    SNAPSHOT.write_text("".join(blocks), encoding="utf-8")


if __name__ == "__main__":
    write_snapshots()
