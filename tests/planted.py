"""150 made speeches in which two things are planted, and what is not planted is even.

Speeches of five countries over ten years. One rare theme, fishing, is four times as frequent in
Norland as elsewhere; another, pandemic, jumps in one year. The themes that are frequent differ
nowhere. The speeches are tables of numbers: no sentence has words.
"""

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.study import Study
from analysis.tables import HITS, PATTERNS, SENTENCES, THEMES

COUNTRIES = ("Estland", "Midland", "Norland", "Southland", "Westland")
YEARS = range(2011, 2021)
N_SPEECHES = 150
N_SENTENCES = 40  # of each speech
FISHING, PANDEMIC = "topic/fishing", "topic/pandemic"
RARE = 0.02
FREQUENT = {f"topic/frequent-{at:02}": 0.1 + 0.02 * at for at in range(12)}
PLANTED = "Norland"
JUMP = 2020


def codebook(themes: list[str]) -> Codebook:
    ids = list(dict.fromkeys(["topic", *themes]))
    labels = [theme.rpartition("/")[2].replace("-", " ").capitalize() for theme in ids]
    parents = ["topic" if "/" in theme else "" for theme in ids]
    table = THEMES.frame({"theme": ids, "parent": parents, "label": labels})
    return Codebook("Planted", "1", "en", table, PATTERNS.empty(), sha256="")


def speeches(n: int = N_SPEECHES, countries: tuple[str, ...] = COUNTRIES) -> pd.DataFrame:
    at = np.arange(n)
    return pd.DataFrame(
        {
            "doc_id": [f"speech-{number:04}" for number in at],
            "country": np.array(countries)[at % len(countries)],
            "year": np.array(YEARS)[at // len(countries) % len(YEARS)],
        }
    )


def shares_of(documents: pd.DataFrame, plant: bool) -> dict[str, np.ndarray]:
    """The share of sentences that carries each theme, speech by speech."""
    even = np.ones(len(documents))
    in_group = (documents["country"] == PLANTED).to_numpy()
    in_year = (documents["year"] == JUMP).to_numpy()
    return {
        **{theme: share * even for theme, share in FREQUENT.items()},
        FISHING: np.where(in_group & plant, 4 * RARE, RARE),
        PANDEMIC: np.where(in_year & plant, 0.14, 0.01),
    }


def study(
    documents: pd.DataFrame | None = None,
    *,
    plant: bool = True,
    labels: dict[str, str] | None = None,
    seed: int = 1,
) -> Study:
    """The speeches as a study. Themes cluster in speeches, as they do in real ones."""
    documents = speeches() if documents is None else documents
    random = np.random.default_rng(seed)
    shares = shares_of(documents, plant)
    numbers = np.arange(len(documents)).repeat(N_SENTENCES)
    sent_ids = np.tile(np.arange(1, N_SENTENCES + 1), len(documents))
    sentences = SENTENCES.frame(
        {
            "doc_id": documents["doc_id"].to_numpy()[numbers],
            "sent_id": sent_ids,
            "section": "",
            "paragraph": 1 + sent_ids // 5,
            "start": sent_ids,
            "end": sent_ids,
            "n_words": 10,
            "sentence": "x",
        }
    )
    found = []
    for theme, share in shares.items():
        of_speech = share * random.gamma(8, 1 / 8, len(documents))
        carries = random.random(len(sentences)) < of_speech[numbers]
        found.append(sentences.loc[carries, ["doc_id", "sent_id", "start"]].assign(theme=theme))
    hits = pd.concat(found).assign(end=lambda table: table["start"], pattern="", match="")
    book = codebook(list(shares))
    themes = book.themes.assign(label=book.themes["label"].replace(labels or {}))
    parts = {
        "documents": documents,
        "sentences": sentences,
        "hits": HITS.frame(hits),
        "codebook": Codebook("Planted", "1", "en", themes, book.patterns, sha256=""),
    }
    return Study("seeds", parts=parts)
