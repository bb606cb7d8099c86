"""A small study with charts, for tests of the report, and texts and labels that try to break out."""

import json
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

import pandas as pd

from analysis import open_study
from analysis.coding.sample_file import (
    Draw,
    SampleRecord,
    hash_sentences,
    identify_codebook,
    write_sample,
)
from analysis.measures.selected import select_sentences
from analysis.output.report.about import Made
from analysis.output.report.page import make_report
from analysis.output.sources import folder_and_sources
from analysis.selection import read_where, write_where
from analysis.study import Study
from analysis.tables import HALVES, SAMPLE_ROWS

CODEBOOK = """
name: Tiny
version: "1"
themes:
  topic:
    label: Topics
    themes:
      aid:
        label: Aid
        definition: Money or goods that are given.
        include: ["food aid"]
        exclude: ["a hearing aid"]
        patterns: ["aid", "help*", "never seen"]
        not: ["hearing aid"]
      war: {label: War, patterns: ["war", "wars", "help in war"]}
  tone:
    label: Tones
    themes:
      praise: {label: Praise, patterns: ["good", "generous*"]}
"""
TEXTS = {
    "a.txt": """Aid is good. War is not.

The need for help

They help in war, and that help is generous. A hearing aid does not count. Nothing is said here.

Aid came late. War came soon.
""",
    "b.txt": """Peace is good for all. Aid and war go together.

Nobody knows the rest of it.
""",
}
METADATA = "doc_id,outlet,title\na,Post,The first text\nb,News,The second text\n"


def write_study(
    folder: Path,
    texts: Mapping[str, str] = TEXTS,
    codebook: str = CODEBOOK,
    metadata: str = METADATA,
) -> Study:
    """Write a study and open it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    (folder / "codebook.yaml").write_bytes(codebook.encode())
    if metadata:
        (folder / "metadata.csv").write_bytes(metadata.encode())
    study = open_study(folder)
    study.check()  # warnings, such as that of a NUL, are not shown
    return study


def write_coded_study(folder: Path) -> Study:
    """Write a study of which two people coded a random sample, half of which is held out."""
    texts = {
        f"{name}.txt": "\n\n".join(
            f"Sentence {n} of {name} brings {'aid' if n % 3 == 0 else 'war' if n % 4 == 0 else 'no news'}."
            for n in range(1, 61)
        )
        for name in "ab"
    }
    study = write_study(folder, texts)
    drawn = study.sentences[study.sentences["sent_id"] <= 40]
    half = drawn["sent_id"].map(lambda n: HALVES[n % 2])
    rows = drawn.assign(stratum="", weight=1.5, half=half, draw=1)
    strata = pd.DataFrame({"stratum": [""], "n_sentences": [120], "n_drawn": [80]})
    record = SampleRecord(
        seed=0,
        by="",
        codebook=identify_codebook(study.codebook),
        sentences_sha256=hash_sentences(study.sentences),
        n_sentences=120,
        draws=(Draw(80, 0, ("A", "B"), True),),
        strata=strata,
        rows=SAMPLE_ROWS.frame(rows[list(SAMPLE_ROWS.columns)]),
    )
    (folder / "codings").mkdir()
    write_sample(folder / "codings" / "sample.json", record)
    for coder, step in (("A", 6), ("B", 12)):  # every sixth is about aid; B misses half of these
        theme = drawn["sent_id"].map(lambda n, step=step: "topic/aid" if n % step == 0 else "")
        codings = drawn[["doc_id", "sent_id"]].assign(theme=theme)
        codings.to_csv(folder / "codings" / f"{coder}.csv", index=False)
    final = drawn[["doc_id", "sent_id"]].assign(
        theme=drawn["sent_id"].map(lambda n: "topic/aid" if n % 6 == 0 else "")
    )
    final.to_csv(folder / "codings" / "final.csv", index=False)
    return open_study(folder)


def write_chart(folder: Path, name: str, wheres: Iterable[str], study: Study, **said: str) -> None:
    """Write a chart as the notebooks export it: a picture with a bar for each selection."""
    marks = []
    bars = []
    for n, where in enumerate(wheres):
        count = len(count_sentences(study, where))
        words = f"bar {n} of {name}: {count} sentences"
        marks.append({"where": where, "words": words, "n": count})
        height = 100 + 20 * n
        bars.append(
            f'<a xlink:href="../report.html#{escape(where)}"><g id="patch_{n}"><path d="M 10 {height}'
            f' \nL {60 + 10 * n} {height} \nL {60 + 10 * n} {height + 15} \nL 10 {height + 15} \nz\n"'
            ' clip-path="url(#clip)" style="fill: #2e67d4"/></g></a>'
        )
    title = said.get("title", name)
    svg = (
        '<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" width="400pt" height="900pt"'
        ' viewBox="0 0 400 900"><defs><style>*{fill: red}</style></defs><g id="figure_1">'
        f'<text style="font-size: 12px" x="10" y="20">{escape(title)}</text>{"".join(bars)}'
        '<g id="caption"><text x="10" y="890">A caption.</text></g>'
        '<defs><clipPath id="clip"><rect x="0" y="0" width="400" height="900"/></clipPath></defs>'
        "</g></svg>"
    )
    note = {"title": title, "caption": "A caption.", "alt": f"Bars: {title}.", **said}
    charts = folder / "charts"
    charts.mkdir(parents=True, exist_ok=True)
    (charts / f"{name}.svg").write_bytes(svg.encode())
    (charts / f"{name}.json").write_text(json.dumps(note | {"marks": marks}), encoding="utf-8")


def count_sentences(study: Study, where: str):
    """The sentences of a selection, as the tables count them."""
    tables = study.sentences, study.hits, study.documents, study.codebook
    return select_sentences(*tables, read_where(where), study.gold)


def write_charts(folder: Path, study: Study) -> dict[str, Path]:
    """Write some charts, and return all files of the folder by their names in the exports."""
    themes = study.codebook.coded_themes()["theme"].tolist()
    write_chart(folder, "theme-prevalence", [write_where({"theme": one}) for one in themes], study)
    pairs = [write_where({"theme": a, "also": b}) for a in themes for b in themes if a < b]
    write_chart(folder, "theme-pairs", pairs[:30], study)
    blocks = [
        write_where({"theme": root, "doc_id": doc_id, "sent_id": str(sent_id)})
        for doc_id, sent_id, root in _list_lanes(study)
    ]
    write_chart(folder, "reading-map", blocks[:30], study)
    return list_files(folder)


def _list_lanes(study: Study) -> list[tuple[str, int, str]]:
    """List the lanes with a block: text, sentence and root theme, each once."""
    hits = zip(study.hits["doc_id"], study.hits["sent_id"], study.hits["theme"], strict=True)
    return list(dict.fromkeys((text, n, theme.split("/")[0]) for text, n, theme in hits))


def list_files(folder: Path) -> dict[str, Path]:
    """List the files of a folder of exports by their names."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in paths}


def made_from(study: Study, folder: Path, **said) -> Made:
    """What a run made."""
    _, sources = folder_and_sources(folder, study.path, study.documents, study.codebook)
    return Made(sources, **said)


def write_report(folder: Path, study: Study, **said) -> Path:
    """Write the report of a study with some charts."""
    files = write_charts(folder / "exports", study)
    page = make_report(study, files, made_from(study, folder / "out", **said))
    path = folder / "exports" / "report.html"
    path.write_bytes(page)
    return path


# Texts and labels that try to break out of where they stand.
HOSTILE = [
    "<script>window.ran = 1</script>",
    "</script><script>window.ran = 2</script>",
    "</style><script>window.ran = 3</script>",
    "</title><script>window.ran = 4</script>",
    "</textarea><img src=x onerror='window.ran = 5'>",
    '" onmouseover="window.ran = 6" x="',
    "' onfocus='window.ran = 7' autofocus='",
    "<img src=x onerror=window.ran=8>",
    "<svg onload=window.ran=9>",
    "<svg><script>window.ran = 10</script></svg>",
    "<svg><animate onbegin=window.ran=11 attributeName=x dur=1s></svg>",
    "<svg><foreignObject><iframe src='javascript:window.ran=12'></iframe></foreignObject></svg>",
    "<iframe srcdoc='<script>parent.ran = 13</script>'></iframe>",
    "<a href='javascript:window.ran=14'>aid</a>",
    "javascript:window.ran=15",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=window.ran=16>",
    "<!-- --><script>window.ran = 17</script>",
    "<!--<script>window.ran = 18",
    "]]><script>window.ran = 19</script>",
    "<![CDATA[<script>window.ran = 20</script>]]>",
    "&lt;script&gt;window.ran = 21&lt;/script&gt;",
    "&#60;script&#62;window.ran = 22&#60;/script&#62;",
    "{{ 7 * 7 }}",
    "{% raw %}{{ config }}",
    "${window.ran = 25}",
    "`${window.ran = 26}`",
    "<base href='https://example.org/'>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<link rel=stylesheet href=https://example.org/a.css>",
    "<style>body{display:none}</style>",
    "<form action=https://example.org/><button>aid</button></form>",
    "<object data=https://example.org/></object><embed src=https://example.org/>",
    "<body onload=window.ran=33>",
    "\u202edrawkcab si siht \u202d and this is not",
    "\u2066 isolated, never closed",
    "x\u0000y with NUL \x07 and a bell \x1b[2J",
    "\u2028 and \u2029 in a line",
    "w" * 10_000,
    "حق" * 200 + " \u200f rights",
    "a\u0301" * 50 + "Z\u0335\u0336\u0337\u0338" * 100,
]


def hostile_study(folder: Path) -> Study:
    """A study whose texts, labels, metadata and codebook are all hostile."""
    assert len(HOSTILE) == 40
    texts = {f"t{n:02}.txt": f"Aid for {text} is good.\n" for n, text in enumerate(HOSTILE)}
    rows = [f't{n:02},"{_cell(text)}","{_cell(text)}"\n' for n, text in enumerate(HOSTILE)]
    themes = "".join(
        f"  x{n}:\n    label: {json.dumps(_label(text))}\n"
        f"    definition: {json.dumps(_label(text))}\n    include: [{json.dumps(_label(text))}]\n"
        f"    patterns: [aid, rights]\n"
        for n, text in enumerate(HOSTILE)
    )
    codebook = f"name: {json.dumps(_label(HOSTILE[0]))}\nversion: '1'\nthemes:\n{themes}"
    return write_study(folder, texts, codebook, "doc_id,outlet,title\n" + "".join(rows))


def _cell(text: str) -> str:
    return " ".join(text.replace("\0", "").split()).replace('"', '""')


def _label(text: str) -> str:
    """A label that YAML can hold."""
    return "".join(c for c in text if c.isprintable() or c in "\u202e\u202d\u2066\u200f") or "x"
