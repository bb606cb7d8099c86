"""WordStat's `.cat`: categories and entries, indented by tabs; an entry is `CIVIL_SOCIETY (1)`.

The number is the entry's weight, `_` the space in a phrase, `*` and `?` are wildcards. Rules begin
with `@`; the pattern language cannot express them. Source of the format: WordStat's user guide
(*Categorization dictionary*).
"""

import re

from analysis.codebook.draft import WEIGHT, Draft
from analysis.codebook.model import Codebook
from analysis.codebook.outline import outline

ENTRY = re.compile(rf"(.+?)(?<!\s)\s++\(({WEIGHT})\)")


def read(draft: Draft) -> None:
    """Read lines with a weight as entries and other lines as categories.

    A line belongs to the last category that is less indented.
    """
    has_entries = False
    for line, indent, text in draft.lines():
        entry = ENTRY.fullmatch(text)
        if entry:
            has_entries = True
        if text.startswith("@"):
            draft.note(f"{text!r} is left out because it is a rule", line)
        elif entry:
            words, weight = entry.groups()
            draft.add_pattern(
                draft.theme_above(indent),
                words.replace("_", " "),
                line,
                wildcards="*?",
                weight=weight,
            )
        else:
            draft.add_indented_theme(text, indent, line)
    if not has_entries:
        draft.stop("no line with a weight", "WordStat entries, such as `CIVIL_SOCIETY (1)`")


def write(codebook: Codebook) -> str:
    """Return the codebook as the text of a WordStat file, with Windows line ends.

    A pattern without a weight gets the weight 1.
    """
    lines = []
    for entry in outline(codebook):
        indent = "\t" * entry.depth
        lines.append(f"{indent}{entry.name}")
        for pattern, weight in entry.patterns.items():
            words = pattern.replace(" ", "_")
            lines.append(f"{indent}\t{words} ({weight or 1})")
    return "\r\n".join([*lines, ""])
