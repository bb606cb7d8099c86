"""The authors of a study, as `study.yaml` states them (`authors:`).

Each author is a name, or a mapping with keys of the Citation File Format, so that a `CITATION.cff`
can be made of it: <https://citation-file-format.github.io>.

    authors:
      - given-names: …
        family-names: …
        orcid: 0000-0000-0000-0000
      - name: the name of an organization
"""

import re
from dataclasses import dataclass

import yaml

from analysis.faults import Fault, Nearest, Report
from analysis.reading.yaml_nodes import line_of, repeated_keys

KEYS = ("name", "given-names", "family-names", "orcid", "affiliation", "email", "website")
ORCID_SITE = "https://orcid.org/"

ORCID = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}(?:-[0-9]{4}){2}-[0-9]{3}[0-9X])", re.ASCII)
EMAIL = re.compile(r"[^\s@]++@[^\s@.]++\.\S{2,}")
WEBSITE = re.compile(r"https?://\S+")

FORMS = {
    "orcid": (ORCID, "an ORCID, such as 0000-0001-2345-6789"),
    "email": (EMAIL, "an address such as name@example.org"),
    "website": (WEBSITE, "an address that begins with https://"),
}


@dataclass(frozen=True)
class Author:
    """A person or an organization.

    Attributes:
        name: the name as a whole; "" if its parts are stated.
        given_names: the given names of a person.
        family_names: the family names of a person.
        orcid: the full address of the author's ORCID.
        affiliation: where the author works.
        email: an address for letters.
        website: the address of a page.

    What is not stated is "".
    """

    name: str = ""
    given_names: str = ""
    family_names: str = ""
    orcid: str = ""
    affiliation: str = ""
    email: str = ""
    website: str = ""

    @property
    def is_person(self) -> bool:
        """Whether the parts of a person's name are stated."""
        return not self.name

    def __str__(self) -> str:
        """The whole name.

        >>> str(Author(given_names="A.", family_names="B."))
        'A. B.'
        """
        return self.name or f"{self.given_names} {self.family_names}".strip()


def read_authors(node: yaml.Node, file: str, report: Report) -> tuple[Author, ...]:
    """Read the authors from the value of `authors:`.

    Args:
        node: the value: one author, or a list of them.
        file: what messages call the file.
        report: where errors go: an unknown key, a key without a name, a value in the wrong form.
    """
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not items or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
        expected = "a list of names, such as [A. Author, B. Author]"
        report.error(Fault(file, repr(""), expected, line=line_of(node), key="authors"))
        return ()
    nearest_key = Nearest(KEYS)
    return tuple(_read_author(item, file, nearest_key, report) for item in items)


def _read_author(
    node: yaml.Node,
    file: str,
    nearest_key: Nearest,
    report: Report,
) -> Author:
    if isinstance(node, yaml.ScalarNode) and node.value.strip():
        return Author(name=node.value.strip())
    if not isinstance(node, yaml.MappingNode):
        expected = f"a name, or an author with the keys {', '.join(KEYS)}"
        report.error(Fault(file, "no author", expected, line=line_of(node), key="authors"))
        return Author()
    stated = {}
    for key, value in node.value:
        text = _read_value(key, value, file, nearest_key, report)
        if text:
            stated[key.value] = text
    for key in repeated_keys(node):
        again = f"the key {key.value!r} again"
        report.error(Fault(file, again, "each key once", line=line_of(key), key="authors"))
    _check_name(node, stated, file, report)
    return Author(**{key.replace("-", "_"): value for key, value in stated.items()})


def _read_value(
    key_node: yaml.Node,
    node: yaml.Node,
    file: str,
    nearest_key: Nearest,
    report: Report,
) -> str:
    """Read the value of one key of an author; "" if something is wrong with it."""
    key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
    line = line_of(key_node)
    if key not in KEYS:
        found = f"the unknown key {key!r}"
        report.error(Fault(file, found, nearest_key(str(key)), line=line, key="authors"))
        return ""
    place = f"authors.{key}"
    text = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
    if not text:
        report.error(Fault(file, "no text", "a single value", line=line, key=place))
        return ""
    if key not in FORMS:
        return text
    form, expected = FORMS[key]
    match = form.fullmatch(text)
    if match is None:
        report.error(Fault(file, repr(text), expected, line=line, key=place))
        return ""
    return ORCID_SITE + match[1] if key == "orcid" else text


def _check_name(
    node: yaml.Node,
    stated: dict[str, str],
    file: str,
    report: Report,
) -> None:
    """Report an author without a name, or with a whole name and its parts."""
    parts = sorted(stated.keys() & {"given-names", "family-names"})
    line = line_of(node)
    if "name" in stated and parts:
        found = f"`name` and `{parts[0]}`"
        expected = "`name` for an organization, or `given-names` and `family-names` for a person"
        report.error(Fault(file, found, expected, line=line, key="authors"))
    if "name" in stated and "affiliation" in stated and not parts:
        expected = "`given-names` and `family-names`, for a person has an affiliation"
        report.error(Fault(file, "`name` and `affiliation`", expected, line=line, key="authors"))
    names = [key for key, _ in node.value if key.value in ("name", "given-names", "family-names")]
    if not names:
        expected = "`name`, or `given-names` and `family-names`"
        report.error(Fault(file, "an author without a name", expected, line=line, key="authors"))
