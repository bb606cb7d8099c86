"""Exports as an RO-Crate: every MUST of the specification 1.1, one by one, offline."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from analysis.atomic import to_json, write_atomic
from analysis.output import package
from analysis.output.crate import CRATE, Contents, make_crate
from analysis.output.package import cite_study, describe_exports
from analysis.output.sheets import list_charts
from analysis.reading.authors import Author
from analysis.reading.settings import Settings

SOURCES = {
    "study": "../../texts/geneva",
    "parameters": {
        "STUDY": "../../../my texts/geneva",
        "OUT": "../..",
        "CODEBOOK": ["a.dic", "b.dic"],
    },
    "codebook": {"name": "Tiny]]>", "version": "1", "sha256": "c" * 64},
    "texts": [
        {"doc_id": "a b", "path": "a b.txt", "sha256": "1" * 64, "text_sha256": "2" * 64},
        {
            "doc_id": "حقوق/50%#?\ud800",
            "path": "x.txt",
            "sha256": "3" * 64,
            "text_sha256": "4" * 64,
        },
    ],
    "beside_them": {"coding.csv": "5" * 64, "study.yaml": "6" * 64},
    "software": {"python": "3.12.1", "research-workbook": "0.1.0", "gone": None},
    "git": {"commit": "abc", "dirty": True},
}
AUTHORS = (
    Author(
        given_names="A.",
        family_names="B.",
        orcid="https://orcid.org/0000-0001-2345-6789",
        affiliation="C",
    ),
    Author(name="An institute", orcid="https://orcid.org/0000-0001-2345-6789"),
)
TEXTS_OF = ("tables/hits.csv", "tables/left-out.csv", "charts/bars.csv", "charts/bars.pdf", "charts/bars.png",
            "notebooks/my 50% notes.ipynb", "notebooks/01-x.ipynb", "report.html", "contact-sheet.pdf", "CITATION.cff")  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """Exports without their metadata file."""
    folder = tmp_path / "geneva"
    for name in (*TEXTS_OF, "provenance.json"):
        write_atomic(folder / name, name.encode())
    words = {"title": "Praise", "caption": "n = 2 </script>", "alt": "A bar."}
    write_atomic(folder / "charts" / "bars.json", to_json(words))
    (folder / "history").mkdir()
    return folder


def describe(folder, **settings) -> dict:
    files = {name: folder / name for name in (*TEXTS_OF, "charts/bars.json")}
    stated = Settings(folder, folder, folder, **settings)
    contents = Contents(
        "geneva", stated, SOURCES, files, list_charts(files), "2026-03-31", has_history=True
    )
    content = make_crate(contents)
    assert make_crate(contents) == content
    write_atomic(folder / CRATE, content)
    return json.loads(content)


def types(entity) -> list[str]:
    return entity["@type"] if isinstance(entity["@type"], list) else [entity["@type"]]


def references(value) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item["@id"] for item in values]


# Each MUST of the specification: its chapter, and a check of the crate in a folder.


def file_is_present(crate, folder):
    assert (folder / "ro-crate-metadata.json").is_file()


def document_is_flattened_and_compacted_json_ld(crate, folder):
    assert set(crate) == {"@context", "@graph"}
    for entity in crate["@graph"]:
        for key, value in entity.items():
            for item in value if isinstance(value, list) else [value]:
                assert isinstance(item, str) or (isinstance(item, dict) and set(item) == {"@id"}), (
                    key
                )
            assert not isinstance(value, list) or len(value) != 1, key


def graph_describes_descriptor_and_root(crate, folder):
    ids = [entity["@id"] for entity in crate["@graph"]]
    assert {"ro-crate-metadata.json", "./"} <= set(ids)


def ids_occur_once(crate, folder):
    ids = [entity["@id"] for entity in crate["@graph"]]
    assert len(set(ids)) == len(ids)


def ids_are_uri_references(crate, folder):
    for entity in crate["@graph"]:
        assert re.fullmatch(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]+", entity["@id"]), entity["@id"]
        assert not re.search(r"%(?![0-9A-F]{2})", entity["@id"])


def descriptor_is_a_creative_work_about_the_root(crate, folder):
    (descriptor,) = [item for item in crate["@graph"] if item["@id"] == "ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}


def root(crate):
    return next(item for item in crate["@graph"] if item["@id"] == "./")


def root_is_a_dataset_whose_id_ends_with_a_slash(crate, folder):
    assert root(crate)["@type"] == "Dataset"
    assert root(crate)["@id"].endswith("/")


def root_has_a_name_and_a_description(crate, folder):
    assert root(crate)["name"]
    assert root(crate)["description"]


def root_has_an_iso_date(crate, folder):
    date.fromisoformat(root(crate)["datePublished"])


def root_has_a_licence(crate, folder):
    (licence,) = references(root(crate)["license"])
    (described,) = [item for item in crate["@graph"] if item["@id"] == licence]
    assert described["name"]
    assert described["description"]


def files_and_folders_are_linked_from_the_root(crate, folder):
    parts = references(root(crate)["hasPart"])
    data = [item["@id"] for item in crate["@graph"] if {"File", "Dataset"} & set(types(item))]
    assert sorted(parts) == sorted(set(data) - {"./"})


def files_are_of_type_file_and_lie_in_the_folder(crate, folder):
    for part in references(root(crate)["hasPart"]):
        (entity,) = [item for item in crate["@graph"] if item["@id"] == part]
        path = folder / unquote(part)
        assert not urlparse(part).scheme
        assert not part.startswith(("/", "../"))
        if path.is_dir():
            assert types(entity) == ["Dataset"]
            assert part.endswith("/")
        else:
            assert "File" in types(entity)
            assert path.is_file()


def actions_have_an_object_among_the_entities(crate, folder):
    ids = {entity["@id"] for entity in crate["@graph"]}
    actions = [item for item in crate["@graph"] if item["@type"] == "CreateAction"]
    assert len(actions) == 1
    for key in ("object", "result", "instrument"):
        assert set(references(actions[0][key])) <= ids


MUSTS = {
    "structure: the metadata file is named so and lies in the root": file_is_present,
    "structure: it is JSON-LD, flattened and compacted": document_is_flattened_and_compacted_json_ld,
    "structure: the graph describes the descriptor and the root": graph_describes_descriptor_and_root,
    "contextual entities: no two entities have the same @id": ids_occur_once,
    "data entities: an @id is a valid URI reference": ids_are_uri_references,
    "root: the descriptor is a CreativeWork about the root": descriptor_is_a_creative_work_about_the_root,
    "root: @type is Dataset, @id ends with /": root_is_a_dataset_whose_id_ends_with_a_slash,
    "root: name and description": root_has_a_name_and_a_description,
    "root: datePublished is an ISO 8601 date": root_has_an_iso_date,
    "root: license": root_has_a_licence,
    "data entities: linked from the root by hasPart": files_and_folders_are_linked_from_the_root,
    "data entities: File or Dataset, present in the root": files_are_of_type_file_and_lie_in_the_folder,
    "provenance: an action has an object": actions_have_an_object_among_the_entities,
}  # fmt: skip


@pytest.mark.parametrize("must", MUSTS.values(), ids=MUSTS)
@pytest.mark.parametrize(
    "settings", [{}, {"title": "]]> \x00", "authors": AUTHORS, "licence": "CC-BY-4.0"}]
)
def test_a_must_of_the_specification(must, settings, folder):
    must(describe(folder, **settings), folder)


def by_id(crate) -> dict[str, dict]:
    return {entity["@id"]: entity for entity in crate["@graph"]}


def test_every_file_with_its_size_sum_and_meaning(folder):
    entities = by_id(describe(folder))
    content = b"tables/hits.csv"
    assert entities["tables/hits.csv"] == {
        "@id": "tables/hits.csv",
        "@type": "File",
        "name": "Table hits",
        "description": "One row is one match.",
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
        "encodingFormat": "text/csv",
    }
    assert entities["charts/bars.pdf"]["name"] == "Praise"
    assert entities["charts/bars.png"]["description"] == "n = 2 </script>"
    notes = entities["notebooks/my%2050%25%20notes.ipynb"]
    assert notes["@type"] == ["File", "SoftwareSourceCode"]


def test_texts_are_named_by_their_sums_and_their_licence_is_not_stated(folder):
    entities = by_id(describe(folder, licence="MIT"))
    text = entities["#text-a%20b"]
    assert (text["name"], text["sha256"]) == ("a b", "1" * 64)
    assert entities[text["license"]["@id"]]["name"] == "not stated"
    assert entities["#input-coding.csv"]["sha256"] == "5" * 64
    assert entities["#codebook"]["version"] == "1"
    assert "#text-a%20b" not in references(entities["./"]["hasPart"])
    assert entities["./"]["license"] == {"@id": "https://spdx.org/licenses/MIT"}


def test_the_licence_is_not_stated_unless_given(folder):
    entities = by_id(describe(folder))
    assert entities[entities["./"]["license"]["@id"]]["name"] == "not stated"
    words = by_id(describe(folder, licence="ask the archive"))
    assert words["#licence"]["name"] == "ask the archive"


def test_how_to_run_it_again_and_with_what(folder):
    entities = by_id(describe(folder))
    command = (
        "workbook run --codebook=a.dic --codebook=b.dic --out=../.. -- '../../../my texts/geneva'"
    )
    assert command in entities["#run"]["description"]
    assert entities["#software-python"]["version"] == "3.12.1"
    assert entities["#software-research-workbook"]["description"] == "commit abc, with changes"
    assert "version" not in entities["#software-gone"]


def test_authors_are_persons_and_organizations(folder):
    entities = by_id(describe(folder, title="T", authors=AUTHORS))
    ids = references(entities["./"]["author"])
    assert ids == ["https://orcid.org/0000-0001-2345-6789", "#author-2"]
    assert [entities[name]["@type"] for name in ids] == ["Person", "Organization"]
    assert entities[ids[0]]["name"] == "A. B."


def test_the_date_is_the_study_s_else_the_commit_s_else_there_is_no_crate(
    write, monkeypatch, capsys
):
    study = write("s/a.txt", "A.", "s/study.yaml", "date: 2025-12-31\n") / "s"
    make = lambda: dict(describe_exports(study, "s", SOURCES, {}, has_history=False))  # noqa: E731
    assert root(json.loads(make()[CRATE]))["datePublished"] == "2025-12-31"
    Path(study, "study.yaml").write_text("")
    monkeypatch.setattr(package, "commit_day", lambda: "2026-01-02")
    assert root(json.loads(make()[CRATE]))["datePublished"] == "2026-01-02"
    monkeypatch.setattr(package, "commit_day", lambda: "")
    assert make() == {}
    said = "not made: ro-crate-metadata.json, which needs a date (`date:` in study.yaml)\n"
    assert capsys.readouterr().err == said
    assert dict(cite_study(study)) == {}


def test_texts_of_tables_are_counted(folder):
    tables = {"n": 2000, "shown": 10, "study": "x", "tables_sha256": "7" * 64}
    stated = Settings(folder, folder, folder)
    contents = Contents(
        "g", stated, {**SOURCES, "texts": tables}, {}, [], "2026-03-31", has_history=False
    )
    entities = by_id(json.loads(make_crate(contents)))
    assert entities["#texts"]["description"] == "Tables of 2,000 texts."
    assert entities["./"]["description"].startswith("2,000 texts, coded with the codebook")
