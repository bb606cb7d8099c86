"""The small files that are mutated: a few of every format, written for these tests."""

import io
import json
import re
import uuid
from functools import cache

import same_article
from codebook_samples import FILES
from mutate import unzip, zip_again
from table_samples import xlsx

CODEBOOK = b"""\
name: Footpaths
version: "1"
language: en
themes:
  path:
    label: The path
    patterns: ["path*", footpath, "in the * of"]
    not: ["path* of plans"]
  water:
    definition: Rivers.
    include: ["the river"]
    themes:
      river: {patterns: [river*, US, "weir?"]}
      mill:
        patterns:
          - mill
          - "the old mill"
"""
TEXT = "The path\n\nThe footpath follows the river. US readers like the old mill.\n\nRivers move."
SETTINGS = b"""\
encoding: {"*.txt": windows-1252, "old*": utf-8}
text: words
names: "{place}_{year:d}"
language: en
groups: [place, kind]
time: year
headings: guessed
drop: ["Page *", "* of *"]
split: "End of *"
leave_out: ["spare*"]
html: [whole, text]
texts: sub
"""
METADATA = b"""\
doc_id,title,language,year,kind,rate
a,"The path, again",en,2023-03-01,note,1.50
b,,de,2024-03-02T10:00:00Z,note,007
c,Third,,20230131,"two
lines",NA
"""
CODING = b"""\
doc_id,sent_id,theme,sentence,coder
a,1,path,The footpath follows the river.,me
a,1,water/river,The footpath follows the river.,me
a,2,,US readers like the old mill.,me
a,3,nothing,Rivers move.,you
"""
TRANSCRIPT = """\
Meeting of 3 March 2023

ANNA LEE: Good morning. The path is wet.

Mr. Brook (mill): It is. See https://example.org/a?b=c and sect. 4.5!

ANNA LEE: Then let us go round. [Laughter]

1. Cut the hedges.
2. Turn the planks.

- 2 -
"""
OTHER_SCRIPTS = (
    "联合国大会\n\n人权是普遍的。每个人都有权利！河流会移动。\n\n"
    "حقوق الإنسان للجميع. مسار النهر.\n\nПуть вдоль реки. “Café” — naïve; e\u0301.\n"
)
PAGE = """\
<!DOCTYPE html><html lang="de"><head><meta charset="windows-1252"><title>Weg &amp; Fluss</title>
<style>p { color: red }</style></head><body><header><a href="/">Home</a></header>
<article><h1>Der Weg</h1><p>Der Weg ist lang<sup><a href="#n1">1</a></sup>.<br>Er ist f&#252;r alle.
<ul><li>Eins<ul><li>Zwei</ul><li>Drei</ul>
<table><tr><th>Jahr<th>Zahl<tr><td rowspan=2>2023<td>5%<tr><td colspan="3">6</table>
<dl><dt>Fluss<dd>Wasser</dl><pre>a  b
 c</pre><blockquote>Ein Zitat.</blockquote><hr><img alt="Bild"><p hidden>Nein.</p>
<p id="n1">1. Eine Note.</p><math><mi>x</mi></math></article><footer>Ende</footer></body></html>
"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORD = f"""<?xml version="1.0"?><w:document {W}><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>The path</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>
<w:r><w:t xml:space="preserve">One </w:t><w:tab/><w:t>two.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r><w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins>
<w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Cell.</w:t></w:r></w:p>
</w:tc></w:tr></w:tbl><w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:br/><w:t>River.</w:t></w:r></w:p>
<w:sectPr/></w:body></w:document>"""
NOTES = f"""<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p>
</w:footnote></w:footnotes>"""
STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>
<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"""
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
ODF = """<?xml version="1.0"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c"/></text:tracked-changes>
<text:h text:outline-level="1">The path</text:h>
<text:p>One<text:s text:c="3"/>two<text:tab/>three<text:line-break/>four.<text:note text:note-class="footnote">
<text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p>
<text:list text:continue-numbering="true"><text:list-item text:start-value="4"><text:p>Item.</text:p>
<text:list><text:list-item><text:p>Inner.</text:p></text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-row table:number-rows-repeated="2"><table:table-cell
table:number-columns-repeated="3"><text:p>Cell.</text:p></table:table-cell></table:table-row></table:table>
<text:p>The river.</text:p></office:text></office:body></office:document-content>"""


def encoded(*texts: str) -> list[bytes]:
    return [text.encode() for text in texts]


@cache
def text_samples(ending: str) -> list[bytes]:
    """A few files with this ending."""
    return SAMPLES[ending]()


def _plain() -> list[bytes]:
    return [
        *encoded(same_article.plain(), TRANSCRIPT, OTHER_SCRIPTS, TEXT),
        TRANSCRIPT.replace("\n", "\r\n").encode("utf-16"),
    ]


def _markdown() -> list[bytes]:
    front = "---\ntitle: The path\nyear: 2023\ntags: [a, b]\nnote: >\n  two\n  lines\n---\n"
    notes = "# Path\n\nA note[^1].\n\n[^1]: Here.\n\n***\n\n* one\n* two\n"
    return encoded(front + same_article.markdown(), front + notes, OTHER_SCRIPTS)


def _html() -> list[bytes]:
    return [same_article.html(), PAGE.encode("windows-1252")]


def _docx() -> list[bytes]:
    parts = {
        "word/document.xml": WORD,
        "word/footnotes.xml": NOTES,
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    }
    written = unzip(with_fixed_times(same_article.docx()))
    read = {
        name: content for name, content in written.items() if "word/" in name or "_rels" in name
    }
    return [zip_again(read), _zipped(parts), _zipped(parts)]


def _odt() -> list[bytes]:
    return [with_fixed_times(same_article.odt()), _zipped({"content.xml": ODF})]


def _pdf() -> list[bytes]:
    """PDFs whose pages are not compressed, so that their content can be mutated, and one that is."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 500), invariant=1, pageCompression=0)
    for number in (1, 2):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 480, same_article.RUNNING_HEADER)
        for line, text in enumerate(TRANSCRIPT.splitlines()):
            canvas.drawString(60, 440 - 14 * line, text)
        canvas.drawString(200, 20, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return [out.getvalue(), out.getvalue(), same_article.pdf()]


def _csv() -> list[bytes]:
    rows = 'doc_id,text,year,kind\na,"The path, again.\nIt is wet.",2023,note\n,River.,,NA\nb,,1,\n'
    semicolons = rows.replace(",", ";").encode("windows-1252")
    return [rows.encode(), semicolons, same_article.table(".csv")]


def _tsv() -> list[bytes]:
    rows = 'doc_id\ttext\tyear\na\tThe "path" is wet.\t2023\n\tRiver.\t\n'
    return [rows.encode(), rows.encode("utf-16"), same_article.table(".tsv")]


def _jsonl() -> list[bytes]:
    rows = [
        {"doc_id": "a", "text": "The path.", "year": 2023, "tags": ["a", {"b": None}]},
        {"text": "Caf\u00e9 \U0001f600.", "rate": 1.50, "is_new": True},
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    return [lines.encode(), lines.encode(), same_article.table(".jsonl")]


def _xlsx() -> list[bytes]:
    from datetime import date, datetime

    first = [
        ("doc_id", "text", "year", "seen", "rate"),
        ("a", "The path.", 2023, date(2024, 3, 5), 0.25),
        (None, "River.", "=1+1", datetime(2024, 3, 5, 10, 30), True),
    ]
    return [with_fixed_times(xlsx(first, [("x",), (1,)]))]


def _parquet() -> list[bytes]:
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table({"text": ["The path.", "River.", "The path."], "year": [1, None, 3]})
    files = []
    for options in ({}, {"compression": "none", "use_dictionary": False}):
        out = io.BytesIO()
        parquet.write_table(table, out, **options)
        files.append(out.getvalue())
    return files


def _zipped(parts: dict[str, str]) -> bytes:
    return zip_again({name: text.encode() for name, text in parts.items()})


def with_fixed_times(data: bytes) -> bytes:
    """The same zip without the time at which it was made, so that a mutant can be repeated."""
    members = unzip(data)
    for name, content in members.items():
        if name.endswith((".xml", ".rdf")):
            members[name] = re.sub(
                rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*", b"2024-01-01T00:00:00", content
            )
    return zip_again(members)


SAMPLES = {
    ".txt": _plain,
    ".md": _markdown,
    ".html": _html,
    ".docx": _docx,
    ".odt": _odt,
    ".pdf": _pdf,
    ".csv": _csv,
    ".tsv": _tsv,
    ".xlsx": _xlsx,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
}


# -- what lies beside texts ------------------------------------------------------------------------


def spreadsheet_of(table: bytes) -> bytes:
    """The rows of a table in CSV as a spreadsheet."""
    import csv

    rows = list(csv.reader(io.StringIO(table.decode())))
    return with_fixed_times(xlsx([tuple(row) for row in rows]))


@cache
def codebook_samples(ending: str) -> list[bytes]:
    """A few codebooks with this ending."""
    if ending == ".yaml":
        return [CODEBOOK, CODEBOOK.replace(b"themes:\n  path", b"themes:\n  way")]
    if ending == ".xlsx":
        return [spreadsheet_of(_file(".csv").decode("utf-8-sig").encode())]
    return [_file(ending)]


def _file(ending: str) -> bytes:
    (path,) = FILES.glob(f"*{ending}")
    return path.read_bytes()


@cache
def notebook_samples() -> list[bytes]:
    """Notebooks whose cells are harmless, whatever becomes of them."""
    import nbformat
    from nbformat import v4

    source = 'STUDY = "../seeds"  # the study\nCODEBOOK = ""\nOUT = "../exports"'
    parameters = v4.new_code_cell(source, metadata={"tags": ["parameters"]}, id="a")
    cells = [
        v4.new_markdown_cell("# A title", id="b"),
        parameters,
        v4.new_code_cell("n = 1 + 1\nn", id="c", execution_count=3),
    ]
    cells[2].outputs = [v4.new_output("stream", text="2")]
    notebook = v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "r", "display_name": "R"}}
    )
    cell = {"cell_type": "code", "language": "python", "input": source, "outputs": []}
    cell["metadata"] = {"tags": ["parameters"]}
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {},
        "worksheets": [{"cells": [cell]}],
    }
    return encoded(nbformat.writes(notebook), json.dumps(old))


# -- projects of other programs --------------------------------------------------------------------

PROJECT_TEXT = "The footpath follows the river. \U0001f600 Rivers move.\r\nNobody knows."


def _guid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


@cache
def project_samples() -> list[bytes]:
    """A few REFI-QDA projects, as different programs write them."""
    selections = "".join(
        f'<PlainTextSelection guid="{_guid(f"s{start}")}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}" creatingUser="{_guid("Ann")}" creationDateTime="2023-03-01T10:00:00Z">'
        f'<Description>why {start}?</Description><Coding guid="{_guid(f"k{start}")}" '
        f'creatingUser="{_guid(user)}"><CodeRef targetGUID="{_guid(code)}"/></Coding></PlainTextSelection>'
        for start, end, code, user, name in (
            (0, 31, "path", "Ann", "The foot"),
            (4, 12, "water", "Bob", ""),
            (34, 60, "mill", "Ann", "Rivers"),
        )
    )
    nothing = f'<PlainTextSelection guid="{_guid("n")}" name="read, none found" startPosition="34" endPosition="46"/>'
    value = f'<VariableValue><VariableRef targetGUID="{_guid("year")}"/><IntegerValue>2023</IntegerValue></VariableValue>'
    source = (
        f'<TextSource guid="{_guid("one")}" name="One.docx" plainTextPath="internal://{_guid("one")}.txt" '
        f'creatingUser="{_guid("Ann")}"><Description>of a walk</Description>{selections}{nothing}'
        f'<NoteRef targetGUID="{_guid("note")}"/>{value}</TextSource>'
        f'<TextSource guid="{_guid("two")}" name="../two"><PlainTextContent>The mill.</PlainTextContent></TextSource>'
        f'<PictureSource guid="{_guid("pic")}" name="p" path="internal://p.png"/>'
    )
    xml = (
        '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="Walks" origin="{}" '
        f'creatingUserGUID="{_guid("Ann")}"><Users><User guid="{_guid("Ann")}" name="Ann"/>'
        f'<User guid="{_guid("Bob")}" name="B/o:b"/></Users><CodeBook><Codes><Code guid="{_guid("path")}" '
        f'name="The path" isCodable="true" color="#46AA00"/><Code guid="{_guid("water")}" name="water" '
        f'isCodable="false"><Description>Rivers.</Description><Code guid="{_guid("mill")}" name="the/mill" '
        f'isCodable="true"/></Code></Codes></CodeBook><Variables><Variable guid="{_guid("year")}" name="year" '
        f'typeOfVariable="Integer"/></Variables><Cases><Case guid="{_guid("case")}"><CodeRef targetGUID="{_guid("path")}"/>'
        f'{value}<SourceRef targetGUID="{_guid("two")}"/></Case></Cases><Sources>{source}</Sources><Notes><Note '
        f'guid="{_guid("note")}"><PlainTextContent>A note.</PlainTextContent></Note></Notes></Project>'
    )
    text = PROJECT_TEXT.encode()
    name = f"{_guid('one')}.txt"
    return [
        zip_again({"project.qde": xml.format("Other").encode(), f"sources/{name}": text}),
        zip_again(
            {
                "project.qde": xml.format("research-workbook").encode(),
                f"sources/{name}": text.replace(b"\r\n", b"\n"),
            }
        ),
        zip_again(
            {
                "project.qde": xml.format("").encode(),
                f"Sources/{name.upper()}": b"\xef\xbb\xbf" + text,
            }
        ),
    ]


def span_samples(ending: str) -> list[bytes]:
    """A few exports of annotation tools with this ending, and tables of spans."""
    if ending == ".csv":
        return [
            b"doc_id,start,end,coder,theme,memo,text\na,4,8,Ann,path,so,path\na,14,18,,water/river,,foot\n"
        ]
    if ending == ".jsonl":
        records = [
            {
                "id": 1,
                "text": PROJECT_TEXT,
                "label": [[4, 12, "path"]],
                "Comments": [],
                "year": 2023,
            },
            {
                "id": 2,
                "text": TEXT,
                "entities": [{"id": 1, "label": "mill", "start_offset": 4, "end_offset": 8}],
                "relations": [{}],
            },
            {
                "id": 3,
                "text": TEXT,
                "annotations": [{"label": 7, "start_offset": 0, "end_offset": 3, "user": 1}],
                "meta": {"kind": "a"},
            },
        ]
        return ["".join(json.dumps(record) + "\n" for record in records).encode()]
    span = {"start": 4, "end": 12, "text": "footpath", "labels": ["path", "The path"]}
    result = [
        {"id": "a", "type": "labels", "value": span},
        {"id": "a", "type": "textarea", "value": {"text": ["why?"]}},
        {"id": "b", "type": "choices", "value": {"choices": ["x"]}},
    ]
    task = {
        "id": 1,
        "data": {"text": PROJECT_TEXT, "year": 2023},
        "annotations": [{"completed_by": 1, "result": result}],
    }
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": PROJECT_TEXT},
        {
            "%ID": 2,
            "%TYPE": "x.CASMetadata",
            "@sofa": 1,
            "username": "Ann",
            "sourceDocumentName": "one.txt",
        },
        {
            "%ID": 3,
            "%TYPE": "custom.Span",
            "@sofa": 1,
            "begin": 4,
            "end": 12,
            "label": "path",
            "why": "so",
        },
    ]
    values = (
        [task],
        [{"id": 1, "text": TEXT, "label": [span | {"end": 8, "text": "path"}], "annotator": 2}],
        {"%FEATURE_STRUCTURES": structures},
    )
    return [json.dumps(value).encode() for value in values]
