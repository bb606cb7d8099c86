"""Who made a study: names, their parts, and the message of every mistake."""

import pytest

from analysis import InputError
from analysis.reading.authors import Author
from analysis.reading.settings import read_settings


def faults(folder) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_settings(folder)
    return [str(fault) for fault in caught.value.faults]


def test_a_name_the_parts_of_a_name_and_an_organization(write):
    folder = write(
        "study.yaml",
        "title: Rights in Geneva\nlicence: CC-BY-4.0\ndate: 2026-03-31\nauthors:\n"
        "  - given-names: A.\n    family-names: B.\n    orcid: 0000-0001-2345-6789\n    affiliation: C\n"
        "  - name: An institute\n    website: https://example.org\n  - D. E.\n",
    )
    settings = read_settings(folder)
    assert (settings.title, settings.licence, settings.date) == (
        "Rights in Geneva",
        "CC-BY-4.0",
        "2026-03-31",
    )
    orcid = "https://orcid.org/0000-0001-2345-6789"
    person, institute, _ = settings.authors
    assert person == Author(given_names="A.", family_names="B.", orcid=orcid, affiliation="C")
    assert [author.is_person for author in settings.authors] == [True, False, False]
    assert list(map(str, settings.authors)) == ["A. B.", "An institute", "D. E."]
    assert institute.website == "https://example.org"


def test_a_single_author_needs_no_list(write):
    assert read_settings(write("study.yaml", "authors: A. B.")).authors == (Author(name="A. B."),)
    mapping = write("study.yaml", "authors: {family-names: B.}")
    assert read_settings(mapping).authors == (Author(family_names="B."),)


def test_every_mistake_is_named_at_once(write):
    folder = write(
        "study.yaml",
        "authors:\n"
        "  - familly-names: B.\n"
        "  - name: C\n    given-names: D.\n"
        "  - name: E\n    orcid: 1234\n    email: e at example\n    website: example.org\n"
        "  - [F]\n"
        "  - name: [G]\n"
        "date: 2026-02-30\ntitle: {}\n",
    )  # fmt: skip
    assert faults(folder) == [
        "study.yaml, line 2, authors: found the unknown key 'familly-names'; expected 'family-names'",
        "study.yaml, line 2, authors: found an author without a name; expected `name`, or `given-names` and `family-names`",
        "study.yaml, line 3, authors: found `name` and `given-names`; expected `name` for an organization, or "
        "`given-names` and `family-names` for a person",
        "study.yaml, line 6, authors.orcid: found '1234'; expected an ORCID, such as 0000-0001-2345-6789",
        "study.yaml, line 7, authors.email: found 'e at example'; expected an address such as name@example.org",
        "study.yaml, line 8, authors.website: found 'example.org'; expected an address that begins with https://",
        "study.yaml, line 9, authors: found no author; expected a name, or an author with the keys name, given-names, "
        "family-names, orcid, affiliation, email, website",
        "study.yaml, line 10, authors.name: found no text; expected a single value",
        "study.yaml, line 11, date: found '2026-02-30'; expected a day of the calendar, such as 2026-03-31",
        "study.yaml, line 12, title: found {}; expected a single value, in quotes if it contains a colon",
    ]


@pytest.mark.parametrize("stated", ["authors:", "authors: []", "authors: ''"])
def test_no_authors_are_a_mistake(write, stated):
    expected = "found ''; expected a list of names, such as [A. Author, B. Author]"
    assert faults(write("study.yaml", stated)) == [f"study.yaml, line 1, authors: {expected}"]


def test_an_author_that_states_a_key_twice(write):
    folder = write("study.yaml", "authors:\n  - name: A\n    name: B\n")
    assert faults(folder) == [
        "study.yaml, line 3, authors: found the key 'name' again; expected each key once"
    ]
