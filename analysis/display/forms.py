"""The forms of each theme in one line, such as `us 1,015 · United States 428`."""

import pandas as pd

from analysis.tables import FORMS
from analysis.wording import one_line

MOST_FORMS = 12  # of a theme that are shown
BETWEEN = " · "


def forms_by_theme(forms: pd.DataFrame, most: int = MOST_FORMS) -> pd.DataFrame:
    """Write the most frequent forms of each theme, with their counts, into one cell.

    Args:
        forms: as from `analysis.measures.forms`.
        most: the most forms of a theme to write; the others are counted.

    Returns:
        One row per theme that has hits, in the order of `forms`: `theme`, `n_hits`, `n_forms` and
        `forms`.

    >>> forms = pd.DataFrame({"theme": "we", "form": ["us", "US"], "n_hits": [1015, 428]})
    >>> forms_by_theme(forms).to_numpy().tolist()
    [['we', 1443, 2, 'us 1,015 · US 428']]
    """
    FORMS.need(forms, ["theme", "form", "n_hits"])
    rows = []
    for theme, own in forms.groupby("theme", sort=False):
        shown = own.head(most)
        written = [
            f"{one_line(form)} {n:,}"
            for form, n in zip(shown["form"], shown["n_hits"], strict=True)
        ]
        if len(own) > most:
            written.append(f"and {len(own) - most:,} more")
        rows.append((theme, own["n_hits"].sum(), len(own), BETWEEN.join(written)))
    return pd.DataFrame(rows, columns=["theme", "n_hits", "n_forms", "forms"])
