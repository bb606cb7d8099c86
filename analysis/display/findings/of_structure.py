"""Where themes occur and which are named together, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import name_pair, out_of, put_on_lines, quote


def describe_structure(positions: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Say which themes come earliest and latest, and which two are named together most often.

    Args:
        positions: one row per sentence and theme that it carries, as from `positions`.
        pairs: one row per pair of themes, as from `cooccurrence`.

    >>> positions = pd.DataFrame({"label": ["Aid", "Aid", "War", "War"]})
    >>> positions = positions.assign(theme=positions["label"], position=[0.1, 0.2, 0.8, 0.9])
    >>> pairs = pd.DataFrame({"label_a": ["Aid"], "label_b": ["War"]})
    >>> print(describe_structure(positions, pairs.assign(n_both=0, n_sentences=5)))
    The earliest theme is “Aid” (median position: 15% of the text).
    The latest theme is “War” (85%). Themes in only one sentence are not compared.
    No two themes are named in the same sentence.
    """
    return put_on_lines(*_earliest_and_latest(positions), *_closest_pair(pairs))


def _earliest_and_latest(positions: pd.DataFrame) -> list[str]:
    by_theme = positions.groupby(["theme", "label"], sort=False)["position"].agg(["size", "median"])
    medians = by_theme.loc[by_theme["size"] > 1, "median"].droplevel("theme")
    if len(medians) < 2:
        return ["Too few themes occur in at least two sentences to say which comes first."]
    first, last = quote(medians.idxmin()), quote(medians.idxmax())
    return [
        f"The earliest theme is {first} (median position: {medians.min():.0%} of the text).",
        f"The latest theme is {last} ({medians.max():.0%}). "
        "Themes in only one sentence are not compared.",
    ]


def _closest_pair(pairs: pd.DataFrame) -> list[str]:
    together = pairs[pairs["n_both"] > 0]
    if together.empty:
        return ["No two themes are named in the same sentence."]
    n_pairs = out_of(len(together), len(pairs), "pair")
    return [
        f"Named together most often: {name_pair(together)}.",
        f"{n_pairs} of themes share at least one sentence.",
    ]
