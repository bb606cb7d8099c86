"""Themes in press and policy texts, as tables.

Every number can be followed back to characters of a source file.

    study folder ── read_documents ──> documents    one text
                                           │ split_sentences
                                           v
                                       sentences    one sentence, with its offsets in the text
                                           │
    codebook ───── read_codebook ────> Codebook ── find_hits ──> hits    one match of one theme
                   (themes, patterns)                             │
                                                                  v
                                       shares       one group x one theme <── theme_shares

`open_study` opens all of these at once, as a `Study` with a method for each measure:

    study = open_study("seeds")
    charts.prevalence(study.shares())    # a chart of a table
    listing(study.sentences)             # a table laid out for reading
    study.evidence("topic/poverty")      # the sentences behind a number
    export(study, "exports", ...)        # charts and tables as files

Each step is a folder, and the docstring of the folder says what is in it and how to add to it:
`reading`, `sentences`, `codebook`, `hits`, `measures`, `coding`, `charts`, `display`, `output` and
`large`. The schema of every table is in `tables`; errors and warnings are in `faults`.

The public names are imported when they are first used, so `import analysis` itself costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import charts
    from analysis.codebook.model import Codebook
    from analysis.codebook.read import read_codebook
    from analysis.coding.agreement import agreement, agreement_counts
    from analysis.coding.corrected_shares import corrected_shares
    from analysis.coding.sampling import draw_sample
    from analysis.display.browse import browse
    from analysis.display.evidence import evidence
    from analysis.display.listing import listing
    from analysis.faults import InputError, InputWarning
    from analysis.hits.find import find_hits
    from analysis.measures.concordance import concordance
    from analysis.measures.dispersion import dispersion
    from analysis.measures.keyness import keyness
    from analysis.measures.shares import theme_shares
    from analysis.output.exports import export
    from analysis.reading.documents import read_documents
    from analysis.sentences.split import split_sentences
    from analysis.study import Study, open_study

__all__ = [
    "Codebook",
    "InputError",
    "InputWarning",
    "Study",
    "agreement",
    "agreement_counts",
    "browse",
    "charts",
    "concordance",
    "corrected_shares",
    "dispersion",
    "draw_sample",
    "evidence",
    "export",
    "find_hits",
    "keyness",
    "listing",
    "open_study",
    "read_codebook",
    "read_documents",
    "split_sentences",
    "theme_shares",
]
_HOMES = {
    "Codebook": "analysis.codebook.model",
    "InputError": "analysis.faults",
    "InputWarning": "analysis.faults",
    "Study": "analysis.study",
    "agreement": "analysis.coding.agreement",
    "agreement_counts": "analysis.coding.agreement",
    "browse": "analysis.display.browse",
    "concordance": "analysis.measures.concordance",
    "corrected_shares": "analysis.coding.corrected_shares",
    "dispersion": "analysis.measures.dispersion",
    "draw_sample": "analysis.coding.sampling",
    "evidence": "analysis.display.evidence",
    "export": "analysis.output.exports",
    "find_hits": "analysis.hits.find",
    "keyness": "analysis.measures.keyness",
    "listing": "analysis.display.listing",
    "open_study": "analysis.study",
    "read_codebook": "analysis.codebook.read",
    "read_documents": "analysis.reading.documents",
    "split_sentences": "analysis.sentences.split",
    "theme_shares": "analysis.measures.shares",
}


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("analysis.charts")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
