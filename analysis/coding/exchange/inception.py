"""Exports of INCEpTION in the format "UIMA CAS JSON": one text with its annotations.

    {"%TYPES": {…}, "%VIEWS": {…}, "%FEATURE_STRUCTURES": [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "…"},
        {"%ID": 2, "%TYPE": "custom.Span", "@sofa": 1, "begin": 0, "end": 5, "label": "…"}]}

Source: the specification of the format in the repository of Apache UIMA. Positions count units of
UTF-16, as in Java. An annotation has the name of a theme in one of its features; its other features
become the memo.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.coding.exchange.model import Source
from analysis.coding.exchange.positions import UTF16
from analysis.coding.exchange.records import Records

COUNTING = UTF16
STRUCTURES = "%FEATURE_STRUCTURES"
SOFA = "uima.cas.Sofa"
# Features that hold the label, the likeliest first; else it is the first one with a text.
LABELS = ("label", "value", "identifier", "category")
# Types whose annotations are no codings: what the tool itself knows of the text.
_OF_THE_TOOL = (
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.",
    "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.",
    "de.tudarmstadt.ukp.dkpro.core.api.syntax.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
)
METADATA = "CASMetadata"  # names the annotator and the document
DOCUMENT = "DocumentMetaData"  # names the document
TITLES = ("sourceDocumentName", "documentTitle", "documentId")


def is_record(value: object) -> bool:
    """Whether this is a CAS."""
    return isinstance(value, dict) and STRUCTURES in value


def read(found: Iterable[tuple[int, Any]], records: Records) -> None:
    """Read the texts, each with its annotations."""
    for line, cas in found:
        structures = _structures(cas[STRUCTURES])
        names = _Names(structures)
        for key, structure in structures.items():
            if structure.get("%TYPE") == SOFA and "sofaString" in structure:
                source = records.add_source(names.title, structure["sofaString"], line)
                if source is not None:
                    _read_annotations(source, key, structures, names.user, records)


class _Names:
    """The names of the document and of the annotator, where they are stated."""

    def __init__(self, structures: Mapping[str, dict[str, Any]]) -> None:
        self.title = "document"
        self.user = ""
        for structure in structures.values():
            if str(structure.get("%TYPE", "")).endswith((METADATA, DOCUMENT)):
                self.user = str(structure.get("username") or self.user)
                stated = [structure.get(name) for name in TITLES]
                self.title = next((str(name) for name in stated if name), self.title)


def _structures(found: object) -> dict[str, dict[str, Any]]:
    """Return the feature structures by their ids; the format has a list of them, or an object."""
    if isinstance(found, dict):
        return {str(key): one for key, one in found.items() if isinstance(one, dict)}
    listed = found if isinstance(found, list) else []
    return {str(one.get("%ID")): one for one in listed if isinstance(one, dict)}


def _read_annotations(
    source: Source,
    sofa: str,
    structures: Mapping[str, dict[str, Any]],
    user: str,
    records: Records,
) -> None:
    """Read the annotations of a text."""
    for structure in structures.values():
        if str(structure.get("@sofa")) != sofa or _anchor(structure, "begin") is None:
            continue
        kind = str(structure.get("%TYPE", ""))
        if kind.startswith(_OF_THE_TOOL):
            continue
        if "@Governor" in structure or "@Dependent" in structure:
            records.leave_out("relation between annotations")
            continue
        label, memo = _label_and_memo(structure)
        positions = _anchor(structure, "begin"), _anchor(structure, "end")
        name = label or kind.rpartition(".")[2]
        records.add_span(source, positions, [name], user=user, memo=memo)


def _anchor(structure: dict[str, Any], name: str) -> object:
    """Return a position; the name of its feature may begin with ^."""
    return structure.get(name, structure.get(f"^{name}"))


def _label_and_memo(structure: dict[str, Any]) -> tuple[str, str]:
    """Return the label of an annotation, and its other features as lines."""
    filled = {}
    for name, value in structure.items():
        if not name.startswith(("%", "@", "^")) and isinstance(value, str) and value.strip():
            filled[name] = value
    key = next((name for name in LABELS if name in filled), next(iter(filled), ""))
    label = filled.pop(key, "")
    return label, "\n".join(f"{name}: {value}" for name, value in filled.items())
