"""Codings of several coders who read the same sentences and err; made by chance, by no person."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import tiny

from analysis import open_study
from analysis.codebook.model import Codebook
from analysis.tables import CODINGS

NAMES = "ABCDEFGH"


def make_codebook(labels: list[str]) -> Codebook:
    """A codebook of one family of themes with these labels."""
    ids = [f"topic/t{n:02}" for n in range(len(labels))]
    codebook = tiny.codebook({theme: ["word"] for theme in ids})
    label = codebook.themes["theme"].map(dict(zip(ids, labels, strict=True))).fillna("Topics")
    return replace(codebook, themes=codebook.themes.assign(label=label))


def make_codings(
    codebook: Codebook,
    sentences: pd.DataFrame | int,
    *,
    n_coders: int = 2,
    gaps: float = 0.0,
    seed: int = 0,
) -> pd.DataFrame:
    """Each coder gives what a sentence has, misses some, and mistakes some themes for the next one.

    Args:
        codebook: the themes; the later ones are rarer, and are mistaken more often.
        sentences: `doc_id` and `sent_id`, or how many sentences of one text.
        n_coders: how many coders there are; they are called A, B, and so on.
        gaps: the share of the sentences that a coder does not read.
        seed: makes the codings repeatable.
    """
    if isinstance(sentences, int):
        sentences = pd.DataFrame({"doc_id": "a", "sent_id": range(1, sentences + 1)})
    rng = np.random.Generator(np.random.PCG64(seed))
    themes = codebook.coded_themes()["theme"].to_numpy()
    shape = (len(sentences), len(themes))
    truth = rng.random(shape) < 0.6 / np.arange(1, len(themes) + 1)
    errors = np.linspace(0.02, 0.5, len(themes))
    keys = sentences[["doc_id", "sent_id"]].to_numpy().tolist()
    rows = []
    for coder in NAMES[:n_coders]:
        is_read = rng.random(len(sentences)) >= gaps
        is_missed = truth & (rng.random(shape) < errors)
        is_mistaken = is_missed & (rng.random(shape) < 0.6)
        given = (truth & ~is_missed) | np.roll(is_mistaken, 1, axis=1)
        for number in np.flatnonzero(is_read):
            found = themes[given[number]].tolist()
            rows += [(*keys[number], coder, theme, "") for theme in found or [""]]
    return CODINGS.frame(pd.DataFrame(rows, columns=list(CODINGS.columns)))


def write_codings(folder: Path, *, n: int = 100, n_coders: int = 2, gaps: float = 0.0) -> None:
    """Write the sheets of coders into a study, of its first sentences, in the long form."""
    study = open_study(folder)
    codings = make_codings(study.codebook, study.sentences.head(n), n_coders=n_coders, gaps=gaps)
    (folder / "codings").mkdir()
    for coder, rows in codings.groupby("coder"):
        rows.drop(columns="coder").to_csv(folder / "codings" / f"{coder}.csv", index=False)
