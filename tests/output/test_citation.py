"""`CITATION.cff`: the keys that the schema of the Citation File Format 1.2.0 requires and allows."""

import re
from pathlib import Path

import pytest
import yaml

from analysis.output.citation import make_citation
from analysis.output.licences import NAMES, read_licence
from analysis.reading.authors import Author
from analysis.reading.settings import Settings

# Of <https://citation-file-format.github.io/1.2.0/schema>, as far as the workbook writes it.
REQUIRED = {"authors", "cff-version", "message", "title"}
ALLOWED = REQUIRED | {"type", "date-released", "license", "license-url"}
PERSON = {"family-names", "given-names", "orcid", "affiliation", "email", "website"}
ENTITY = {"name", "orcid", "email", "website"}
ORCID = re.compile(r"https://orcid\.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])")

AUTHORS = (
    Author(
        given_names="A.",
        family_names="B.",
        orcid="https://orcid.org/0000-0001-2345-6789",
        affiliation="C",
    ),
    Author(name="An institute: of #3", website="https://example.org"),
)


def cite(**stated) -> dict | None:
    content = make_citation(Settings(Path(), Path(), Path(), **stated))
    return None if content is None else yaml.safe_load(content)


def check(citation: dict) -> None:
    """Check a file against the schema."""
    assert set(citation) >= REQUIRED
    assert set(citation) <= ALLOWED
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "dataset"
    assert citation["authors"]
    for author in citation["authors"]:
        assert set(author) <= (ENTITY if "name" in author else PERSON)
        assert all(isinstance(value, str) and value for value in author.values())
        assert ORCID.fullmatch(author.get("orcid", "https://orcid.org/0000-0001-2345-6789"))
    assert DATE.fullmatch(citation.get("date-released", "2026-03-31"))
    assert citation.get("license", "MIT") in NAMES
    assert citation["title"]
    assert citation["message"]


def test_a_whole_citation():
    citation = cite(title="Rights", authors=AUTHORS, licence="cc-by-4.0", date="2026-03-31")
    check(citation)
    assert citation == {
        "cff-version": "1.2.0",
        "message": "If you use these results, please cite them as below.",
        "type": "dataset",
        "title": "Rights",
        "authors": [
            {
                "family-names": "B.",
                "given-names": "A.",
                "orcid": "https://orcid.org/0000-0001-2345-6789",
                "affiliation": "C",
            },
            {"name": "An institute: of #3", "website": "https://example.org"},
        ],
        "date-released": "2026-03-31",
        "license": "CC-BY-4.0",
    }


@pytest.mark.parametrize("stated", [{}, {"title": "Rights"}, {"authors": AUTHORS}])
def test_without_a_title_or_authors_there_is_none(stated):
    assert cite(**stated) is None


def test_a_licence_in_words_stands_in_the_message_and_an_address_as_one():
    words = cite(title="T", authors=AUTHORS, licence="Ask the archive")
    check(words)
    assert words["message"].endswith("Licence: Ask the archive")
    address = cite(title="T", authors=AUTHORS, licence="https://example.org/terms")
    check(address)
    assert address["license-url"] == "https://example.org/terms"


@pytest.mark.parametrize(
    "odd",
    [
        "a: b",
        "- a",
        "# a",
        "'\"",
        "a\x00b",
        "{{x}}",
        "no",
        "2030",
        "حقوق",
        "a\nb",
        "word" * 2500,
        "*a",
        "&a",
        "!t",
    ],
)
def test_any_title_and_name_stays_text(odd):
    citation = cite(title=odd, authors=(Author(name=odd),))
    check(citation)
    assert (citation["title"], citation["authors"][0]["name"]) == (odd, odd)


def test_the_same_bytes_twice():
    settings = Settings(Path(), Path(), Path(), title="T", authors=AUTHORS)
    assert make_citation(settings) == make_citation(settings)


def test_licences_are_found_whatever_their_letters():
    assert all(read_licence(name.lower()).spdx == name for name in NAMES)
    assert read_licence("MIT or so").spdx == ""
