"""Spans of annotation tools, and of tables, are read into a study."""

import json

import made_exchange
import pytest

exchange, study = made_exchange.exchange, made_exchange.study  # fixtures

TEXT = "🙂 Aid helps. Debt falls.\nLoans rise again."
BOOK = (
    'name: B\nversion: "1"\nthemes:\n  topic:\n    themes:\n'
    "      aid: {label: Aid, patterns: [aid]}\n      debt: {label: The debt, patterns: [debt]}\n"
)
# `Debt falls.` begins at 13 and ends at 24 in code points, and one later in units of UTF-16.
DEBT, DEBT_UTF16 = (13, 24), (14, 25)
ASTRAL = "positions fit the texts as units of UTF-16"


def label_studio(*spans, text=TEXT, **task) -> str:
    result = [
        {
            "id": str(n),
            "type": "labels",
            "value": {"start": start, "end": end, "labels": [label], **more},
        }
        for n, (start, end, label, more) in enumerate(spans)
    ]
    annotations = [{"completed_by": {"email": "ann@example.org"}, "result": result}]
    return json.dumps([{"id": 5, "data": {"text": text}, "annotations": annotations, **task}])


@pytest.mark.parametrize(("place", "is_utf16"), [(DEBT, False), (DEBT_UTF16, True)])
def test_label_studio_counts_code_points_or_units(exchange, study, place, is_utf16):
    """Versions differ in how they count; the text that they state shows it."""
    content = label_studio((*place, "Debt", {"text": "Debt falls."}))
    status, out, err = exchange(content, "p.json", a__txt=TEXT, codebook__yaml=BOOK)
    assert (status, err) == (0, "")
    assert study.codings("ann@example.org") == [("a", "2", "topic/debt")]
    assert (ASTRAL in out) is is_utf16


def test_label_studio_is_held_against_the_text(exchange, study):
    status, out, err = exchange(
        label_studio((*DEBT, "Debt", {"text": "Aid"})), "p.json", a__txt=TEXT
    )
    assert (status, out) == (2, "")
    assert "p.json: found 'Aid' from 13 to 24 of 'a'; expected 'Debt falls.'" in err


def test_label_studio_texts_become_files_and_notes_memos(exchange, study):
    note = {"id": "0", "type": "textarea", "value": {"text": ["why?"]}}
    content = json.loads(label_studio((*DEBT, "Debt", {"text": "Debt falls."})))
    content[0]["annotations"][0]["result"].append(note)
    content[0]["annotations"].append({"was_cancelled": True, "result": []})
    content[0]["predictions"] = [{}]
    content[0]["data"]["year"] = 2020
    status, out, _ = exchange(json.dumps(content), "p.json")
    assert status == 0
    assert (study.folder / "task 5.txt").read_text(encoding="utf-8") == TEXT
    assert study.table("metadata.csv") == [{"doc_id": "task 5", "year": "2020"}]
    assert [row["memo"] for row in study.table("codings/ann@example.org.csv")] == ["why?"]
    assert "left out: 1 annotation that was cancelled" in out
    assert "left out: 1 prediction of a model" in out


def test_label_studio_flat_export(exchange, study):
    spans = [{"start": 2, "end": 5, "text": "Aid", "labels": ["Aid", "Debt"]}]
    content = json.dumps([{"id": 1, "text": TEXT, "label": spans, "annotator": 3}])
    assert exchange(content, "p.json", a__txt=TEXT, codebook__yaml=BOOK)[0] == 0
    assert study.spans() == [
        (2, 5, "annotator 3", "topic/aid"),
        (2, 5, "annotator 3", "topic/debt"),
    ]


@pytest.mark.parametrize(
    "labels",
    [
        {"label": [[*DEBT_UTF16, "Debt"]]},
        {"labels": [[*DEBT_UTF16, "Debt"]]},
        {
            "entities": [{"id": 1, "label": "Debt", "start_offset": 14, "end_offset": 25}],
            "relations": [{}],
        },
        {
            "annotations": [{"label": "Debt", "start_offset": 14, "end_offset": 25, "user": 1}],
            "meta": {},
        },
    ],
)
def test_doccano_counts_units(exchange, study, labels):
    content = (
        json.dumps({"id": 1, "text": TEXT, "username": "Ann", **labels}, ensure_ascii=False) + "\n"
    )
    status, _, _ = exchange(content, "p.jsonl", a__txt=TEXT, codebook__yaml=BOOK)
    assert status == 0
    assert study.codings() == [("a", "2", "topic/debt")]


def test_doccano_that_splits_a_character_counted_code_points(exchange, study):
    """From 1 on would be half of the emoji in units of UTF-16."""
    content = json.dumps({"id": 1, "text": TEXT, "label": [[1, 12, "Aid"], [*DEBT, "Debt"]]})
    status, out, _ = exchange(content, "Ann.jsonl", a__txt=TEXT, codebook__yaml=BOOK)
    assert status == 0
    assert study.codings() == [("a", "1", "topic/aid"), ("a", "2", "topic/debt")]
    assert "positions fit the texts as characters (code points)" in out


def cas(*annotations: dict) -> str:
    """A text with annotations, as INCEpTION writes it."""
    metadata = "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata"
    structures = [
        {
            "%ID": 1,
            "%TYPE": "uima.cas.Sofa",
            "sofaNum": 1,
            "sofaID": "_InitialView",
            "sofaString": TEXT,
        },
        {
            "%ID": 2,
            "%TYPE": metadata,
            "@sofa": 1,
            "begin": 0,
            "end": 0,
            "username": "Ann",
            "sourceDocumentName": "a.txt",
        },
        {
            "%ID": 3,
            "%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence",
            "@sofa": 1,
            "begin": 0,
            "end": 13,
        },
        *({"%ID": 10 + n, "@sofa": 1, **one} for n, one in enumerate(annotations)),
    ]
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3]}}
    return json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": structures, "%VIEWS": views})


def test_inception_counts_units(exchange, study):
    content = cas(
        {"%TYPE": "custom.Span", "begin": 14, "end": 25, "label": "Debt", "why": "it falls"},
        {
            "%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
            "^begin": 3,
            "^end": 6,
            "value": "Aid",
        },
        {"%TYPE": "custom.Relation", "begin": 3, "end": 6, "@Governor": 10, "@Dependent": 11},
    )
    status, out, _ = exchange(content, "p.json", codebook__yaml=BOOK)
    assert status == 0
    assert (study.folder / "a.txt").read_text(encoding="utf-8") == TEXT
    assert study.codings() == [("a", "1", "topic/aid"), ("a", "2", "topic/debt")]
    assert study.spans() == [(2, 5, "Ann", "topic/aid")]
    assert [row["memo"] for row in study.table("codings/Ann.csv")] == ["", "why: it falls"]
    assert "left out: 1 relation between annotations" in out


def test_a_table_of_spans(exchange, study):
    """Themes are named by their ids or labels; a row without a coder is of the file's name."""
    content = (
        "doc_id,start,end,coder,theme,memo,text\n"
        "a,13,24,,topic/debt,,Debt falls.\na,2,5,Bob,The debt,so,Aid\na.txt,2,5,Bob,new,,\n"
    )
    status, out, _ = exchange(content, "Ann.csv", a__txt=TEXT, codebook__yaml=BOOK)
    assert status == 0
    assert study.codings() == [("a", "2", "topic/debt")]
    assert study.spans() == [(2, 5, "Bob", "new"), (2, 5, "Bob", "topic/debt")]
    assert "1 code that the codebook lacks ('new')" in out


FAULTS = {
    "an unknown text": ("a.csv", "doc_id,start,end,theme\nb,0,1,x\n", "found the text 'b', which is no id or title; expected 'a'"),
    "a missing column": ("a.csv", "doc_id,start,theme\na,0,x\n", "found no column 'end'"),
    "no number": ("a.csv", "doc_id,start,end,theme\na,x,1,x\n", "a.csv, line 2: found 'x' to '1'"),
    "an end before its start": ("a.csv", "doc_id,start,end,theme\na,5,1,x\n", "a.csv, line 2: found '5' to '1'"),
    "outside the text": ("a.csv", "doc_id,start,end,theme\na,0,999,x\n", "a.csv, line 2: found a selection from 0 to 999 of 'a'"),
    "another text": ("a.csv", "doc_id,start,end,theme,text\na,2,5,x,Debt\n", "a.csv, line 2: found 'Debt' from 2 to 5 of 'a'; expected 'Aid'"),
    "no theme": ("a.csv", "doc_id,start,end,theme\na,2,5,\n", "a.csv, line 2: found a blank theme"),
    "broken JSON": ("a.json", "[{", "found broken JSON"),
    "other JSON": ("a.json", '[{"a": 1}]', "found JSON of another kind; expected an export of label-studio"),
    "an empty file": ("a.json", "", "found broken JSON"),
    "no position": ("a.jsonl", '{"text": "Aid.", "label": [["x", 3, "A"]]}', "found 'x' to 3 in 'text 1'"),
    "no text": ("a.jsonl", '{"text": 7, "label": [[0, 3, "A"]]}', "found no text in 'text 1'"),
    "another ending": ("a.xml", "<a/>", "a.xml: found the ending '.xml'; expected a REFI-QDA project"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_faults_are_named(exchange, study, case):
    name, content, message = FAULTS[case]
    status, out, err = exchange(content, name, a__txt=TEXT)
    assert (status, out) == (2, "")
    assert message in err
    assert [path.name for path in study.folder.iterdir()] == ["a.txt"]
