"""A comparison of two codings as lines for a terminal: a summary, then a table of themes."""

import pandas as pd

from analysis.wording import pad, pluralize, terminal_width, wrap_to_width

WIDTH = 100  # columns of the terminal
LEAST_LABEL = 20  # columns for the label of a theme, however wide the numbers are
GAP = "  "
INDENT = "    "
MOST_THEMES = 40  # that the table shows
MOST_NAMES = 3  # texts or themes that are named in one phrase
MOST_PATTERNS = 5  # of a theme, gained and lost each

TEXT_CHANGES = ("added", "removed", "renamed", "changed", "split differently")
THEME_CHANGES = ("only now", "only before", "renamed?")

# The columns that count sentences, and their heads in the table.
MOVED = {"n_gained": "gained", "n_lost": "lost"}
MOVED_WITH_TEXTS = {"n_added": "added", "n_removed": "removed"}
LEGEND = "gained, lost: among the sentences on both sides; added, removed: sentences new or gone"
SIGNS = {"gained": "+", "lost": "−", "added": "+", "removed": "−"}

# -- the summary -----------------------------------------------------------------------------------


def describe_texts(texts: pd.DataFrame, n_before: int, n: int) -> str:
    """Say which texts changed.

    Args:
        texts: the texts that changed (`analysis.tables.COMPARED_TEXTS`).
        n_before: the number of texts before.
        n: the number of texts now.

    >>> texts = pd.DataFrame([{"doc_id": "d", "doc_id_before": "", "change": "added"}])
    >>> describe_texts(texts, 3, 4)
    'texts: 3 before, 4 now: 1 added (d)'
    >>> describe_texts(texts.head(0), 3, 3)
    'texts: 3 before and now'
    """
    phrases = _describe_changes(texts, TEXT_CHANGES, "doc_id")
    return _describe_sizes("texts", n_before, n, phrases)


def describe_sentences(n_before: int, n: int, n_in_both: int) -> str:
    """Say how many sentences there are, and how many of them are on both sides.

    >>> describe_sentences(17, 18, 15)
    'sentences: 17 before, 18 now: 15 in both'
    """
    phrases = [f"{n_in_both:,} in both"] if n_in_both < max(n_before, n) else []
    return _describe_sizes("sentences", n_before, n, phrases)


def describe_themes(themes: pd.DataFrame) -> str:
    """Say which themes are in one codebook only, and which have another label; then the headings.

    Args:
        themes: the compared themes (`analysis.tables.COMPARED_THEMES`).

    >>> rows = [("tax", "tax", ""), ("aid", "", "only now"), ("war", "wars", "renamed?")]
    >>> themes = pd.DataFrame(rows, columns=["theme", "theme_before", "change"])
    >>> themes = themes.assign(label="", label_before="", coded=True)
    >>> describe_themes(themes)
    'themes: 2 before, 3 now: 1 only now (aid), 1 renamed? (wars is now war)'
    >>> describe_themes(themes.head(2).assign(coded=[False, True]))
    'themes: 0 before, 1 now: 1 only now (aid); headings: 1 before and now'
    """
    said = _describe_rows("themes", themes[themes["coded"]])
    headings = themes[~themes["coded"]]
    return said if headings.empty else f"{said}; {_describe_rows('headings', headings)}"


def _describe_rows(what: str, themes: pd.DataFrame) -> str:
    """Say how many themes, or headings, there are on each side, and what became of them."""
    phrases = _describe_changes(themes, THEME_CHANGES, "theme")
    relabelled = themes.loc[_has_other_label(themes), "theme"].tolist()
    if relabelled:
        phrases.append(f"{len(relabelled):,} with another label ({_list_first(relabelled)})")
    n_before = int((themes["theme_before"] != "").sum())
    n = int((themes["change"] != "only before").sum())
    return _describe_sizes(what, n_before, n, phrases)


def _has_other_label(themes: pd.DataFrame) -> pd.Series:
    return (themes["change"] == "") & (themes["label"] != themes["label_before"])


def _describe_changes(table: pd.DataFrame, changes: tuple[str, ...], column: str) -> list[str]:
    """Count the rows with each kind of change, and name the first of them."""
    phrases = []
    for change in changes:
        rows = table[table["change"] == change]
        names = rows[column].tolist()
        if change.startswith("renamed"):
            pairs = zip(rows[f"{column}_before"], names, strict=True)
            names = [f"{before} is now {now}" for before, now in pairs]
        if names:
            phrases.append(f"{len(names):,} {change} ({_list_first(names)})")
    return phrases


def _describe_sizes(what: str, n_before: int, n: int, phrases: list[str]) -> str:
    if n_before == n and not phrases:
        return f"{what}: {n:,} before and now"
    said = f"{what}: {n_before:,} before, {n:,} now"
    return f"{said}: {', '.join(phrases)}" if phrases else said


def _list_first(names: list[str]) -> str:
    listed = ", ".join(names[:MOST_NAMES])
    n_more = len(names) - MOST_NAMES
    return f"{listed} and {n_more:,} more" if n_more > 0 else listed


# -- the table of themes ---------------------------------------------------------------------------


def themes_table(themes: pd.DataFrame, patterns: pd.DataFrame) -> list[str]:
    """Show the themes that changed, with the patterns responsible.

    A theme with subthemes, whose sentences include theirs, is marked with “(all)”.

    Args:
        themes: the compared themes (`analysis.tables.COMPARED_THEMES`).
        patterns: the patterns behind the sentences that they gained and lost
            (`analysis.tables.COMPARED_PATTERNS`).
    """
    themes = _mark_headings(themes)
    has_moved = (themes[[*MOVED, *MOVED_WITH_TEXTS]] > 0).any(axis=1)
    changed = themes[has_moved | (themes["change"] != "")]
    if changed.empty:
        return [_describe_no_change(themes)]
    shown = changed.head(MOST_THEMES).to_dict("records")
    moved = _choose_columns(changed)
    cells = [("theme", "before", "now", *moved.values())]
    details = [""]
    for theme in shown:
        cells.append(_theme_cells(theme, moved))
        details.append(_describe_theme(theme, patterns))
    lines = lay_out(cells, details)
    if moved != MOVED:
        lines = [LEGEND, *lines]
    n_same = int(themes["coded"].drop(changed.index).sum())
    return [*lines, *_describe_rest(len(changed) - len(shown), n_same)]


def _mark_headings(themes: pd.DataFrame) -> pd.DataFrame:
    """Mark the labels of themes that have others below them.

    >>> themes = pd.DataFrame({"theme": ["topic", "topic/aid"], "label": ["Topics", "Aid"]})
    >>> _mark_headings(themes)["label"].tolist()
    ['Topics (all)', 'Aid']
    """
    parents = {theme.rpartition("/")[0] for theme in themes["theme"]}
    above = {parent for theme in parents for parent in _list_parents(theme)}
    label = themes["label"].mask(themes["label"] == "", themes["theme"])
    return themes.assign(label=label.mask(themes["theme"].isin(above), label + " (all)"))


def _list_parents(theme: str) -> list[str]:
    """List a theme and all themes above it.

    >>> _list_parents("topic/aid/food")
    ['topic/aid/food', 'topic/aid', 'topic']
    """
    parts = theme.split("/")
    return ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]


def _describe_no_change(themes: pd.DataFrame) -> str:
    if (themes["n_hits_before"] == themes["n_hits"]).all():
        return "Nothing changed: every theme has the same sentences."
    return "Every theme has the same sentences, but some have a different number of hits."


def _describe_rest(n_changed: int, n_same: int) -> list[str]:
    """Count the themes that are not shown."""
    lines = []
    if n_changed:
        more = pluralize(n_changed, "more theme")
        lines.append(f"… and {more} that changed: compare.csv lists all of them")
    if n_same:
        lines.append(f"… and {n_same:,} unchanged, with the same sentences")
    return lines


def _choose_columns(themes: pd.DataFrame) -> dict[str, str]:
    """Choose which counts to show: those of added and removed sentences only if there are any."""
    has_others = (themes[list(MOVED_WITH_TEXTS)] > 0).any(axis=None)
    return {**MOVED, **MOVED_WITH_TEXTS} if has_others else MOVED


def _theme_cells(theme: dict, moved: dict[str, str]) -> tuple[str, ...]:
    """Write the cells of a theme: its label, its shares, and how many sentences changed."""
    label = theme["label"] or theme["theme"]
    before = _write_share(theme["n_sentences_hit_before"], theme["n_sentences_before"])
    now = _write_share(theme["n_sentences_hit"], theme["n_sentences"])
    if theme["change"] == "only now":
        before = "–"
    if theme["change"] == "only before":
        now = "–"
    counts = [_write_signed(theme[column], head) for column, head in moved.items()]
    return label, before, now, *counts


def _write_share(k: int, n: int) -> str:
    """Write a share with its numerator and denominator.

    >>> _write_share(1, 8), _write_share(0, 0)
    ('1 of 8 (12.5%)', '0 of 0')
    """
    return f"{k:,} of {n:,} ({100 * k / n:.1f}%)" if n else f"{k:,} of {n:,}"


def _write_signed(n: int, change: str) -> str:
    return f"{SIGNS[change]}{n:,}" if n else "0"


def _describe_theme(theme: dict, patterns: pd.DataFrame) -> str:
    """Write the id of a theme, the change of the theme itself, and the patterns responsible."""
    phrases = [theme["theme"]]
    if theme["change"] == "renamed?":
        phrases.append(f"renamed? {theme['theme_before']} had exactly these patterns")
    elif theme["change"]:
        phrases.append(theme["change"])
    of_theme = patterns[patterns["theme"] == theme["theme"]]
    listed = []
    for change in MOVED.values():
        listed += _list_patterns(of_theme[of_theme["change"] == change], SIGNS[change])
    if listed:
        phrases.append(", ".join(listed))
    return "; ".join(phrases)


def _list_patterns(patterns: pd.DataFrame, sign: str) -> list[str]:
    """Write the first patterns, each with its count of sentences.

    >>> _list_patterns(pd.DataFrame({"pattern": ["tax*", "levy"], "n_sentences": [12, 1]}), "+")
    ['+12 "tax*"', '+1 "levy"']
    """
    shown = patterns.head(MOST_PATTERNS)
    phrases = []
    for pattern, n in zip(shown["pattern"], shown["n_sentences"], strict=True):
        phrases.append(f'{sign}{n:,} "{pattern}"')
    n_more = len(patterns) - len(shown)
    if n_more:
        phrases.append(f"{sign} by {pluralize(n_more, 'more pattern')}")
    return phrases


def lay_out(cells: list[tuple[str, ...]], details: list[str]) -> list[str]:
    """Lay out rows in columns, each with its details below it.

    The first column gets the width that the others leave; a long label is wrapped.
    """
    columns = list(zip(*cells, strict=True))
    widths = [max(map(terminal_width, column)) for column in columns[1:]]
    taken = sum(widths) + len(GAP) * len(widths)
    width = max(LEAST_LABEL, WIDTH - taken)
    lines = []
    for (label, *numbers), detail in zip(cells, details, strict=True):
        first, *others = wrap_to_width(label, width)
        aligned = map(str.rjust, numbers, widths)
        lines += [GAP.join([pad(first, width), *aligned]), *others]
        if detail:
            lines += [INDENT + line for line in wrap_to_width(detail, WIDTH - len(INDENT))]
    return lines


# -- long lines ------------------------------------------------------------------------------------


def wrap_lines(lines: list[str]) -> list[str]:
    """Break lines that are too long; what follows a break is indented.

    >>> wrap_lines(["short", "word " * 21])[2]
    '    word word'
    """
    wrapped = []
    for line in lines:
        if terminal_width(line) <= WIDTH:
            wrapped.append(line)
            continue
        first, *others = wrap_to_width(line, WIDTH - len(INDENT))
        wrapped += [first, *(INDENT + other for other in others)]
    return wrapped
