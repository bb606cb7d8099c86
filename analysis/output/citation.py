"""How to cite a study, as `CITATION.cff` in the Citation File Format 1.2.0.

The format demands a title and authors; a study that does not state both in `study.yaml` has no such
file, because neither can be guessed.
"""

from typing import Any

import yaml

from analysis.output.licences import read_licence
from analysis.reading.authors import Author
from analysis.reading.settings import Settings

CITATION = "CITATION.cff"
VERSION = "1.2.0"
MESSAGE = "If you use these results, please cite them as below."


def make_citation(settings: Settings) -> bytes | None:
    """Write how to cite a study; None if it states no title or no authors.

    Args:
        settings: what the study states: title, authors, licence and date.
    """
    if not settings.title or not settings.authors:
        return None
    licence = read_licence(settings.licence)
    content: dict[str, Any] = {
        "cff-version": VERSION,
        "message": MESSAGE,
        "type": "dataset",
        "title": settings.title,
        "authors": [_describe_author(author) for author in settings.authors],
    }
    if settings.date:
        content["date-released"] = settings.date
    if licence.spdx:
        content["license"] = licence.spdx
    elif licence.address:
        content["license-url"] = licence.address
    elif licence.stated:  # the format knows identifiers and addresses only
        content["message"] = f"{MESSAGE} Licence: {licence.stated}"
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100).encode()


def _describe_author(author: Author) -> dict[str, str]:
    """Describe an author by the keys of the format, which are those of `study.yaml`."""
    keys = ("name", "family-names", "given-names", "orcid", "affiliation", "email", "website")
    stated = {key: getattr(author, key.replace("-", "_")) for key in keys}
    return {key: value for key, value in stated.items() if value}
