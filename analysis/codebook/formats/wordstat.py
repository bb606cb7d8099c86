"""WordStat's `.cat`: categories and entries indented by tabs; an entry has its weight: `CIVIL_SOCIETY (1)`.

Source of the format: WordStat's user guide (*Categorization dictionary*). `_` is the space in a phrase, a hyphen is a
hyphen, `*` and `?` are wildcards. Rules begin with `@`; the pattern language cannot express them.
"""

import re

from analysis.codebook.draft import WEIGHT, Draft
from analysis.codebook.model import Codebook
from analysis.codebook.outline import outline

ENTRY = re.compile(rf"(.+?)\s+\(({WEIGHT})\)")


def read(draft: Draft) -> None:
    """Read a line with a weight as an entry of the last less indented category, and any other line as a category."""
    n_entries = 0
    for line, indent, text in draft.lines():
        entry = ENTRY.fullmatch(text)
        n_entries += bool(entry)
        if text.startswith("@"):
            draft.note(f"{text!r} is left out because it is a rule", line)
        elif entry:
            words, weight = entry.groups()
            theme = draft.theme_above(indent)
            phrase = words.replace("_", " ")
            draft.add_pattern(theme, phrase, line, wildcards="*?", weight=weight)
        else:
            draft.add_indented_theme(text, indent, line)
    if not n_entries:
        draft.stop("no line with a weight", "WordStat entries, such as `CIVIL_SOCIETY (1)`")


def write(codebook: Codebook) -> str:
    """Write lines with Windows line ends; a pattern without a weight gets the weight 1."""
    lines = []
    for entry in outline(codebook):
        indent = "\t" * entry.depth
        lines.append(f"{indent}{entry.name}")
        for pattern, weight in entry.patterns.items():
            words = pattern.replace(" ", "_")
            lines.append(f"{indent}\t{words} ({weight or 1})")
    return "\r\n".join([*lines, ""])
