"""The slow reference: hits sentence by sentence, straight from the definition of the pattern language.

It shares no code with the package, so that it can judge it.
"""

import re


def meaning(pattern: str) -> re.Pattern:
    """The regular expression that a pattern means."""
    parts, i = [], 0
    pattern = pattern.strip()
    while i < len(pattern):
        sign = pattern[i]
        run = i
        if sign.isspace():
            while pattern[run].isspace():
                run += 1
            parts.append(r"\s+")
        elif sign == "*":
            while run < len(pattern) and pattern[run] == "*":
                run += 1
            alone = (i == 0 or pattern[i - 1].isspace()) and (
                run == len(pattern) or pattern[run].isspace()
            )
            parts.append(r"\w+" if alone else r"\w*")
        else:
            run = i + 1
            kinds = {"?": r"\w", "'": "['’]", "’": "['’]"} | dict.fromkeys("-‐‑–", "[-‐‑–]")
            parts.append(kinds.get(sign, re.escape(sign)))
        i = run
    return re.compile(r"(?<!\w)" + "".join(parts) + r"(?!\w)", re.IGNORECASE)


def hits(sentences, codebook) -> list[tuple]:
    """(doc_id, sent_id, theme, pattern, start, end, match) of every hit, in the contract's order."""
    themes = codebook.themes["theme"].tolist()
    found = []
    for row in sentences.itertuples():
        for order, theme in enumerate(themes):
            for pattern, start, end in _theme_hits(row.sentence, codebook.patterns, theme):
                key = (row.doc_id, row.start + start, order)
                text = row.sentence[start:end]
                found.append(
                    (
                        key,
                        (
                            row.doc_id,
                            row.sent_id,
                            theme,
                            pattern,
                            row.start + start,
                            row.start + end,
                            text,
                        ),
                    )
                )
    return [hit for _, hit in sorted(found, key=lambda pair: pair[0])]


def _theme_hits(sentence, patterns, theme):
    rows = patterns[patterns["theme"] == theme]
    matches = {True: [], False: []}
    for rank, (pattern, excludes) in enumerate(zip(rows["pattern"], rows["excludes"], strict=True)):
        expression = meaning(pattern)
        for start in range(len(sentence)):
            if match := expression.match(sentence, start):
                matches[excludes].append((start, -match.end(), rank, pattern))
    selected = []
    for start, minus_end, _, pattern in sorted(matches[False]):
        if all(start >= end for _, _, end in selected):
            selected.append((pattern, start, -minus_end))
    for pattern, start, end in selected:
        if not any(
            start < -minus_stop and begin < end for begin, minus_stop, _, _ in matches[True]
        ):
            yield pattern, start, end
