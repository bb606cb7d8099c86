"""A record of a sample of the tiny corpus, for tests."""

from collections.abc import Sequence

import pandas as pd
from tiny import CODEBOOK

from analysis.coding.sample_file import Draw, SampleRecord, hash_sentences, identify_codebook
from analysis.tables import SAMPLE_ROWS


def make_record(
    sentences: pd.DataFrame,
    strata: Sequence[str] | None = None,
    coders: Sequence[str] = ("A", "B"),
) -> SampleRecord:
    """The record of a sample that has all sentences."""
    stratum = pd.Series(list(strata or [""] * len(sentences)), dtype="str")
    sizes = stratum.value_counts().sort_index()
    table = {"stratum": sizes.index, "n_sentences": sizes.to_numpy(), "n_drawn": sizes.to_numpy()}
    rows = sentences.reset_index(drop=True).assign(stratum=stratum, weight=1.0, half="", draw=1)
    return SampleRecord(
        seed=0,
        by="",
        codebook=identify_codebook(CODEBOOK),
        sentences_sha256=hash_sentences(sentences),
        n_sentences=len(sentences),
        draws=(Draw(len(sentences), 0, tuple(coders), False),),
        strata=pd.DataFrame(table),
        rows=SAMPLE_ROWS.frame(rows[list(SAMPLE_ROWS.columns)]),
    )
