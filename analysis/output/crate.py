"""The exports of a study as an RO-Crate: what each file is, its origin, and how to run it again.

`ro-crate-metadata.json` follows the RO-Crate Metadata Specification 1.1
(<https://w3id.org/ro/crate/1.1>). It is written without a library, because it is one list of
objects, and so that it holds no present time: its date is that of the study or of the commit.

The texts are not part of the exports. They are described by their sha256, with a licence that is
not stated, because the study's licence is that of what it publishes.
"""

import hashlib
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import analysis.tables
from analysis.atomic import to_json
from analysis.output.licences import NOT_STATED, Licence, read_licence
from analysis.output.records import HISTORY
from analysis.output.sheets import CONTACT_SHEET, WORD_CHARTS, ExportedChart
from analysis.provenance import DISTRIBUTION, RECORD
from analysis.reading.authors import Author
from analysis.reading.settings import Settings
from analysis.tables import Table
from analysis.wording import pluralize

CRATE = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
CONTEXT = [f"{SPECIFICATION}/context", {"sha256": "https://schema.org/sha256"}]
ROOT, CODEBOOK, RUN, LICENCE, LICENCE_OF_TEXTS = (
    "./",
    "#codebook",
    "#run",
    "#licence",
    "#licence-of-texts",
)

FORMATS = {
    ".cff": "text/yaml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tex": "application/x-tex",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WHOLE = {  # files that are about the study as a whole
    "report.html": "The report: findings, charts and the sentences behind every mark.",
    "report.pdf": "The report as pages for print.",
    CONTACT_SHEET: "All charts on a few pages.",
    WORD_CHARTS: "All charts with their titles and captions.",
    "CITATION.cff": "How to cite the study.",
}

Entity = dict[str, Any]


@dataclass(frozen=True)
class Contents:
    """What a crate describes.

    Attributes:
        name: the name of the study's folder.
        settings: what the study states of itself.
        sources: what the exports are made from, as in their record.
        files: the files of the exports by their names, without this one and the record.
        charts: the charts among them.
        date: the day of publication, as `2026-03-31`.
        has_history: whether the exports hold the tables of earlier runs.
    """

    name: str
    settings: Settings
    sources: dict
    files: Mapping[str, Path]
    charts: Sequence[ExportedChart]
    date: str
    has_history: bool


def make_crate(contents: Contents) -> bytes:
    """Write the metadata file of a crate."""
    parts = _describe_files(contents)
    inputs = _describe_inputs(contents.sources)
    software = _describe_software(contents.sources)
    authors = _describe_authors(contents.settings.authors)
    licence = _describe_licence(read_licence(contents.settings.licence))
    root = _describe_root(contents, parts, inputs, authors, licence)
    run = _describe_run(contents, parts, inputs, software)
    descriptor = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": ROOT},
    }
    texts_licence = {
        "@id": LICENCE_OF_TEXTS,
        "@type": "CreativeWork",
        "name": NOT_STATED,
        "description": "The licence of the texts is not stated: ask those who published them.",
    }
    graph = [descriptor, root, *parts, run, *inputs, *software, *authors, licence, texts_licence]
    return to_json({"@context": CONTEXT, "@graph": graph})


def _refer(entities: Iterable[Entity]) -> list[dict[str, str]] | dict[str, str]:
    """Refer to entities by their ids; a single one stands alone, as in compacted JSON-LD."""
    references = [{"@id": entity["@id"]} for entity in entities]
    return references[0] if len(references) == 1 else references


def _to_id(name: str) -> str:
    """Write a name as a part of an address.

    >>> _to_id("notebooks/my notes.ipynb")
    'notebooks/my%20notes.ipynb'
    """
    return quote(name, errors="surrogatepass")


# -- the study -------------------------------------------------------------------------------------


def _describe_root(
    contents: Contents,
    parts: list[Entity],
    inputs: list[Entity],
    authors: list[Entity],
    licence: Entity,
) -> Entity:
    settings, sources = contents.settings, contents.sources
    texts = sources["texts"]
    n_texts = texts["n"] if isinstance(texts, dict) else len(texts)
    codebook = sources["codebook"]
    description = (
        f"{pluralize(n_texts, 'text')}, coded with the codebook {codebook['name']!r}, version "
        f"{codebook['version']}: sentences, hits, shares of themes, charts, and the notebooks that "
        "made them."
    )
    root: Entity = {
        "@id": ROOT,
        "@type": "Dataset",
        "name": settings.title or contents.name,
        "description": description,
        "datePublished": contents.date,
        "license": {"@id": licence["@id"]},
    }
    if authors:
        root["author"] = _refer(authors)
    root["hasPart"] = _refer(parts)
    root["isBasedOn"] = _refer(inputs)
    root["mentions"] = {"@id": RUN}
    return root


def _describe_authors(authors: Sequence[Author]) -> list[Entity]:
    described: dict[str, Entity] = {}
    for number, author in enumerate(authors, start=1):
        name = author.orcid
        if not name or name in described:
            name = f"#author-{number}"
        entity = {
            "@id": name,
            "@type": "Person" if author.is_person else "Organization",
            "name": str(author),
            "givenName": author.given_names,
            "familyName": author.family_names,
            "affiliation": author.affiliation,
            "email": author.email,
            "url": author.website,
        }
        described[name] = {key: value for key, value in entity.items() if value}
    return list(described.values())


def _describe_licence(licence: Licence) -> Entity:
    if not licence.stated:
        description = "No licence is stated: ask the authors before you use this again."
    elif licence.spdx:
        description = f"{licence.name} ({licence.spdx})"
    else:
        description = f"As the study states it: {licence.stated}"
    return {
        "@id": licence.address or LICENCE,
        "@type": "CreativeWork",
        "name": licence.name,
        "description": description,
    }


# -- the files -------------------------------------------------------------------------------------


def _describe_files(contents: Contents) -> list[Entity]:
    """Describe every file of the exports, and the history as a folder."""
    rows = _rows_of_tables()
    charts = {chart.name: chart for chart in contents.charts}
    parts = []
    for name, path in sorted(contents.files.items()):
        content = path.read_bytes()
        entity: Entity = {
            "@id": _to_id(name),
            "@type": "File",
            **_describe_file(PurePosixPath(name), charts, rows),
            "contentSize": str(len(content)),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        media = FORMATS.get(PurePosixPath(name).suffix.lower())
        if media:
            entity["encodingFormat"] = media
        if media == FORMATS[".ipynb"]:
            entity["@type"] = ["File", "SoftwareSourceCode"]
        parts.append(entity)
    parts.append(_describe_record())
    if contents.has_history:
        description = "The codebook, sentences, hits and shares of every different run."
        folder = {"@id": f"{HISTORY}/", "@type": "Dataset", "name": HISTORY}
        parts.append({**folder, "description": description})
    return parts


def _describe_record() -> Entity:
    return {
        "@id": RECORD,
        "@type": "File",
        "name": RECORD,
        "description": "What the exports were made from: the sha256 of every input and file, the "
        "parameters, the versions of all packages, and the commit.",
        "encodingFormat": FORMATS[".json"],
    }


def _describe_file(
    name: PurePosixPath,
    charts: Mapping[str, ExportedChart],
    rows: Mapping[str, str],
) -> Entity:
    """Say what a file is, by its folder and name."""
    if str(name) in WHOLE:
        return {"name": name.name, "description": WHOLE[str(name)]}
    kind = name.parts[0]
    if kind == "tables":
        row = rows.get(name.stem.replace("-", "_"))
        described = {"description": f"One row is {row}."} if row else {}
        return {"name": f"Table {name.stem}", **described}
    if kind == "charts" and name.stem in charts:
        chart = charts[name.stem]
        if name.suffix == ".csv":
            return {"name": f"{chart.title}: numbers", "description": "The numbers drawn."}
        if name.suffix == ".json":
            words = "The words of the chart, its marks, and what it was made from."
            return {"name": f"{chart.title}: words", "description": words}
        return {"name": chart.title, "description": chart.caption}
    if kind == "notebooks":
        return {"name": name.stem, "description": "A notebook, as it was run on this study."}
    return {"name": name.name}


def _rows_of_tables() -> dict[str, str]:
    """Return what one row of each table is, by the table's name."""
    tables = [value for value in vars(analysis.tables).values() if isinstance(value, Table)]
    return {table.name.replace(" ", "_"): table.row for table in tables}


# -- what they were made from ----------------------------------------------------------------------


def _describe_inputs(sources: dict) -> list[Entity]:
    """Describe the codebook, the study's settings, metadata and codings, and its texts."""
    codebook = sources["codebook"]
    inputs: list[Entity] = [
        {
            "@id": CODEBOOK,
            "@type": "CreativeWork",
            "name": codebook["name"],
            "description": "The codebook: themes, and the patterns that find them.",
            "version": codebook["version"],
            "sha256": codebook["sha256"],
        }
    ]
    for name, sha256 in sources["beside_them"].items():
        what = "Settings, metadata or codings of the study."
        file = {"@id": f"#input-{_to_id(name)}", "@type": "CreativeWork", "name": name}
        inputs.append({**file, "description": what, "sha256": sha256})
    texts = sources["texts"]
    if isinstance(texts, dict):
        described = {"@id": "#texts", "@type": "CreativeWork", "name": "The texts"}
        n = pluralize(texts["n"], "text")
        tables = {"description": f"Tables of {n}.", "sha256": texts["tables_sha256"]}
        return [*inputs, {**described, **tables, "license": {"@id": LICENCE_OF_TEXTS}}]
    for text in texts:
        inputs.append(
            {
                "@id": f"#text-{_to_id(text['doc_id'])}",
                "@type": "CreativeWork",
                "name": text["doc_id"],
                "description": f"The text {text['path']}.",
                "sha256": text["sha256"],
                "license": {"@id": LICENCE_OF_TEXTS},
            }
        )
    return inputs


def _describe_software(sources: dict) -> list[Entity]:
    """Describe Python, the workbook and the packages that it needs, with their versions."""
    software = []
    for name, version in sources["software"].items():
        entity = {"@id": f"#software-{_to_id(name)}", "@type": "SoftwareApplication", "name": name}
        if version:
            entity["version"] = version
        if name == DISTRIBUTION and sources["git"]["commit"]:
            changed = ", with changes" if sources["git"]["dirty"] else ""
            entity["description"] = f"commit {sources['git']['commit']}{changed}"
        software.append(entity)
    return software


def _describe_run(
    contents: Contents,
    parts: list[Entity],
    inputs: list[Entity],
    software: list[Entity],
) -> Entity:
    """Describe the run as an action, with the command that does it again."""
    parameters = contents.sources["parameters"]
    codebooks = parameters.get("CODEBOOK") or []
    files = [codebooks] if isinstance(codebooks, str) else codebooks
    options = [f"--codebook={file}" for file in files]
    words = ["workbook", "run", *options, f"--out={parameters['OUT']}", "--", parameters["STUDY"]]
    description = (
        f"To run it again, with the software listed here: {shlex.join(words)} (in the folder "
        "notebooks; the same inputs and software give the same bytes)"
    )
    return {
        "@id": RUN,
        "@type": "CreateAction",
        "name": "The run that made these files",
        "description": description,
        "instrument": _refer(software),
        "object": _refer(inputs),
        "result": _refer(parts),
    }
