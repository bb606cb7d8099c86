"""Codings of several coders, generated or worked out by hand; no person made them."""

import pandas as pd
import tiny
from hypothesis import strategies as st

WORDS = tiny.codebook({"aid": ["aid"], "nature/water": ["water"], "nature/air": ["air"]})
LETTERS = tiny.codebook({"p": ["p"], "q/r": ["r"], "q/r/s": ["s"], "q/t": ["t"]})


def code(**by_coder) -> pd.DataFrame:
    """Codings of one text: for each coder, what was given to sentence 1, 2, ... (None: not read).

    A string names several themes with spaces between them.
    """
    rows = []
    for coder, given_themes in by_coder.items():
        for sent_id, themes in enumerate(given_themes, start=1):
            for theme in [] if themes is None else themes.split() or [""]:
                rows.append(("a", sent_id, coder, theme))
    table = pd.DataFrame(rows, columns=["doc_id", "sent_id", "coder", "theme"])
    return table.astype({"sent_id": "int64", "doc_id": "str", "coder": "str", "theme": "str"})


@st.composite
def many_codings(draw) -> pd.DataFrame:
    """Codings of up to four coders, with gaps, of seven sentences with the themes of `LETTERS`."""
    themes = st.lists(st.sampled_from(["p", "q", "q/r", "q/r/s", "q/t"]), unique=True, max_size=3)
    cell = st.none() | themes.map(" ".join)
    column = st.lists(cell, min_size=7, max_size=7)
    coders = draw(st.lists(column, min_size=1, max_size=4))
    return code(**dict(zip("ABCD", coders, strict=False)))
