"""A slow reference: hits by sentence, directly from the definition of the pattern language.

It shares no code with the package, so that it can check the package.
"""

import re

SAME = {
    "?": r"\w",
    "'": "['’]",
    "’": "['’]",
    **dict.fromkeys("-‐‑–", "[-‐‑–]"),
}


def meaning(pattern: str) -> re.Pattern:
    """The regular expression for a pattern."""
    pattern = pattern.strip()
    parts = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        end = position + 1
        if character.isspace():
            while pattern[end].isspace():
                end += 1
            parts.append(r"\s+")
        elif character == "*":
            while end < len(pattern) and pattern[end] == "*":
                end += 1
            begins_word = position == 0 or pattern[position - 1].isspace()
            ends_word = end == len(pattern) or pattern[end].isspace()
            parts.append(r"\w+" if begins_word and ends_word else r"\w*")
        else:
            parts.append(SAME.get(character, re.escape(character)))
        position = end
    return re.compile(r"(?<!\w)" + "".join(parts) + r"(?!\w)", re.IGNORECASE)


def hits(sentences, codebook) -> list[tuple]:
    """Every hit as a row of the table `hits`, in the order of that table."""
    found = []
    for row in sentences.itertuples():
        for order, theme in enumerate(codebook.themes["theme"]):
            for pattern, start, end in _theme_hits(row.sentence, codebook.patterns, theme):
                begin = row.start + start
                stop = row.start + end
                match = row.sentence[start:end]
                hit = (row.doc_id, row.sent_id, theme, pattern, begin, stop, match)
                found.append(((row.doc_id, begin, order), hit))
    found.sort(key=lambda pair: pair[0])
    return [hit for _, hit in found]


def _theme_hits(sentence, patterns, theme):
    wanted, excluded = _matches(sentence, patterns[patterns["theme"] == theme])
    selected = []
    for start, minus_end, _, pattern in sorted(wanted):
        if all(start >= end for _, _, end in selected):
            selected.append((pattern, start, -minus_end))
    for pattern, start, end in selected:
        if not any(begin < end and start < -minus_stop for begin, minus_stop, _, _ in excluded):
            yield pattern, start, end


def _matches(sentence, rows) -> tuple[list, list]:
    """Matches of patterns and of `not` patterns, each as (start, minus end, rank, pattern)."""
    wanted = []
    excluded = []
    for rank, row in enumerate(rows.itertuples()):
        expression = meaning(row.pattern)
        matches = excluded if row.excludes else wanted
        for start in range(len(sentence)):
            match = expression.match(sentence, start)
            if match:
                matches.append((start, -match.end(), rank, row.pattern))
    return wanted, excluded
