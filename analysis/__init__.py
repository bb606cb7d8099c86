"""Themes in press and policy texts, as tables; every number can be followed back to characters of a source file.

    study folder ── read_documents ──> documents    one text
                                           │ split_sentences
                                           v
                                       sentences    one sentence, with its offsets in the text
                                           │
    codebook ───── read_codebook ────> Codebook ── find_hits ──> hits    one match of one theme
                   (themes, patterns)                             │
                                                                  v
                                       shares       one group x one theme <── theme_shares

The other rooms are imported by name: `analysis.summaries`, `analysis.charts`, `analysis.evidence`, `analysis.export`.
"""

from .codebook import Codebook, read_codebook
from .faults import InputError, InputWarning
from .seeds import read_documents
from .sentences import split_sentences
from .summaries import theme_shares
from .themes import find_hits

__all__ = [
    "Codebook",
    "InputError",
    "InputWarning",
    "find_hits",
    "read_codebook",
    "read_documents",
    "split_sentences",
    "theme_shares",
]
