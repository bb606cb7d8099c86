"""A corpus of six sentences and a codebook of four leaf themes, small enough to count by hand."""

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.tables import PATTERNS, SENTENCES, THEMES


def rows(frame: pd.DataFrame, *columns: str) -> list[list]:
    """The rows of some columns, as lists."""
    return frame[list(columns)].to_numpy().tolist()


def same_types(full: pd.DataFrame, empty: pd.DataFrame) -> bool:
    """Whether an empty table has the same columns and types as one with rows."""
    assert len(full) > 0
    assert empty.empty
    return empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def sentences(*texts, doc_id="a", sections=None) -> pd.DataFrame:
    """The table of one text: the given sentences as one paragraph, with a space between them."""
    starts = []
    offset = 0
    for text in texts:
        starts.append(offset)
        offset += len(text) + 1
    ends = [start + len(text) for start, text in zip(starts, texts, strict=True)]
    return SENTENCES.frame(
        {
            "doc_id": [doc_id] * len(texts),
            "sent_id": range(1, len(texts) + 1),
            "section": sections or [""] * len(texts),
            "paragraph": [1] * len(texts),
            "start": starts,
            "end": ends,
            "n_words": [len(text.split()) for text in texts],
            "sentence": list(texts),
        }
    )


def codebook(themes: dict[str, list[str]]) -> Codebook:
    """A codebook of themes with patterns (`!pattern` is a `not` pattern); parents are added."""
    theme_rows = {}
    pattern_rows = []
    for theme, patterns in themes.items():
        ids = theme.split("/")
        for n in range(1, len(ids) + 1):
            path = "/".join(ids[:n])
            parent = "/".join(ids[: n - 1])
            theme_rows[path] = {"theme": path, "parent": parent, "label": ids[n - 1].capitalize()}
        for pattern in patterns:
            excludes = pattern.startswith("!")
            pattern_rows.append((theme, pattern.removeprefix("!"), excludes))
    table = pd.DataFrame(theme_rows.values(), columns=["theme", "parent", "label"])
    return Codebook(
        name="Tiny",
        version="1",
        language="en",
        themes=THEMES.frame(table.assign(definition="", include="", exclude="")),
        patterns=PATTERNS.frame(pd.DataFrame(pattern_rows, columns=list(PATTERNS.columns))),
        sha256="0" * 64,
    )


CODEBOOK = codebook(
    {
        "topic/rights": ["right*", "!right away"],
        "topic/poverty": ["poverty", "the poor"],
        "actor/states": ["state*", "countries"],
        "tone": ["must", "should"],
    }
)

SENTENCES_AB = pd.concat(
    [
        sentences(
            "States must protect rights.",  # states, tone, rights
            "Poverty fell.",  # poverty
            "Nothing here.",  # none
            "Rights, rights and the poor.",  # rights twice, poverty
            sections=["", "", "Later", "Later"],
        ),
        sentences(
            "Countries should act right away.", "Poverty persists.", doc_id="b"
        ),  # states, tone; poverty
    ],
    ignore_index=True,
)

# `nature/water` has patterns of its own and a subtheme; `nature` is a heading.
DEEP = codebook(
    {
        "nature/water": ["water"],
        "nature/water/storage": ["reservoir"],
        "nature/paths": ["path*"],
        "trade": ["trade"],
    }
)
DEEP_SENTENCES = sentences(
    "Water.", "A reservoir of water.", "The reservoir by the path.", "Paths, trade.", "Nothing."
)
