"""WordStat's `.cat`: categories and entries indented by tabs, an entry with its weight: `CIVIL_SOCIETY (1)`.

Source of the format: WordStat's user guide (*Categorization dictionary*). `_` is the blank of a phrase, a hyphen is a
hyphen, `*` and `?` are wildcards; rules, which begin with `@`, cannot be mapped.
"""

import re

from analysis.codebook.draft import NUMBER, Draft, walk

ENTRY = re.compile(rf"(.+?)\s+\(({NUMBER})\)")


def read(draft: Draft) -> None:
    """Read lines with a weight as entries of the category above them that is less indented, others as categories."""
    entries = 0
    for line, indent, text in draft.lines():
        entry = ENTRY.fullmatch(text)
        entries += bool(entry)
        if text.startswith("@"):
            draft.note(f"{text!r} is left out, for it is a rule", line)
        elif entry:
            draft.pattern(
                draft.above(indent), entry[1].replace("_", " "), line, "*?", weight=entry[2]
            )
        else:
            draft.indented(text, indent, line)
    if not entries:
        draft.stop("no line with a weight", "lines of WordStat, such as `CIVIL_SOCIETY (1)`")


def write(codebook) -> str:
    """Write lines that end as on Windows; a pattern without a weight has the weight 1."""
    lines = []
    for theme in walk(codebook):
        lines.append("\t" * theme.depth + theme.name)
        for pattern, weight in theme.patterns.items():
            lines.append("\t" * (theme.depth + 1) + f"{pattern.replace(' ', '_')} ({weight or 1})")
    return "\r\n".join([*lines, ""])
