"""Find the sentences of a sample again, if texts or segmentation changed since it was drawn."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.coding_files import FOLDER, SAMPLE_FILE
from analysis.coding.sample_file import SampleRecord, read_sample
from analysis.coding.sheet_cells import comparable
from analysis.faults import MOST_ALIKE, Fault, Report
from analysis.measures.carried import KEY, number_sentences
from analysis.paths import read_bytes
from analysis.reading.settings import Settings
from analysis.tables import SAMPLE, SAMPLE_ROWS, SENTENCES
from analysis.wording import pluralize

NAME = f"{FOLDER}/{SAMPLE_FILE}"  # what messages call the file
GONE = 0  # the number of a sentence that is not there any more
LONGEST = 60  # characters of a sentence that a message quotes


class Drawn(NamedTuple):
    """A sample that was drawn, and where its sentences are now.

    Attributes:
        record: what `sample.json` holds.
        rows: one row per sentence drawn (`analysis.tables.SAMPLE_ROWS`), and `now`: its `sent_id`
            now, or `GONE`.
    """

    record: SampleRecord
    rows: pd.DataFrame

    def sample(self) -> pd.DataFrame:
        """Return the sentences that are still there, by their ids now (`analysis.tables.SAMPLE`).

        If some of a stratum are gone, the others stand for more: the weights of a stratum add up to
        the number of its sentences.
        """
        rows = self.rows[self.rows["now"] != GONE]
        n_drawn = self.rows["stratum"].value_counts()
        n_left = rows["stratum"].value_counts()
        weight = rows["weight"] * rows["stratum"].map(n_drawn) / rows["stratum"].map(n_left)
        columns = ["doc_id", "sent_id", "stratum", "weight"]
        table = rows.assign(sent_id=rows["now"], weight=weight)
        if (rows["half"] != "").any():
            columns.append("half")
        return SAMPLE.frame(table[columns])


def load_drawn(
    settings: Settings,
    sentences: pd.DataFrame,
    codebook: Codebook,
    report: Report,
) -> Drawn | None:
    """Read the sample of a study and find its sentences again.

    Args:
        settings: the study.
        sentences: its sentences, as they are now.
        codebook: the codebook in use.
        report: collects faults of the file; and warnings of sentences that moved or are gone, and
            of a codebook that has changed since.

    Returns:
        The sample; None if the study has none, or if the file is wrong.
    """
    path = settings.folder / FOLDER / SAMPLE_FILE
    if not path.is_file():
        return None
    record = None
    with report.collecting():
        record = read_sample(read_bytes(path, NAME), NAME, report)
    if record is None:
        return None
    rows = record.rows
    if settings.path.is_file():  # of this text only
        rows = rows[rows["doc_id"].isin(sentences["doc_id"])].reset_index(drop=True)
    now = anchor(rows, sentences)
    rows = rows.assign(now=now)
    report.warn(*_describe_changes(rows), *_describe_codebook(record, codebook))
    return Drawn(record, rows)


def anchor(rows: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    """Find each sentence of a sample among the sentences of a text as it is now.

    A sentence that reads as it did (white space aside) and has the same number has not moved. Else
    it is the sentence of the same text that reads so and begins nearest to where it did. No
    sentence is found twice.

    Args:
        rows: the sentences as they were: `doc_id`, `sent_id`, `start`, `sentence`.
        sentences: one row per sentence of the study: these columns.

    Returns:
        The `sent_id` of each row now; `GONE` if no sentence reads so.

    >>> columns = ["doc_id", "sent_id", "start", "sentence"]
    >>> old = pd.DataFrame([("a", 1, 0, "One."), ("a", 2, 5, "Two.")], columns=columns)
    >>> new = pd.DataFrame([("a", 1, 0, "Zero."), ("a", 2, 6, "One.")], columns=columns)
    >>> anchor(old, new).tolist()
    [2, 0]
    """
    columns = [*KEY, "start", "sentence"]
    SAMPLE_ROWS.need(rows, columns)
    SENTENCES.need(sentences, columns)
    own = sentences[sentences["doc_id"].isin(rows["doc_id"])].reset_index(drop=True)
    position = number_sentences(own, rows)
    there = own["sentence"].reindex(position).fillna("").map(comparable).to_numpy()
    texts = rows["sentence"].map(comparable).to_numpy()
    stays = (position >= 0) & (there == texts)
    now = np.where(stays, rows["sent_id"], GONE)
    moved = np.flatnonzero(~stays)
    if len(moved):
        is_free = np.ones(len(own), dtype=bool)
        is_free[position[stays]] = False
        sought = rows.iloc[moved].assign(row=moved)
        for row, sent_id in _find_nearest(sought, own[is_free]):
            now[row] = sent_id
    return now


def _find_nearest(rows: pd.DataFrame, sentences: pd.DataFrame) -> list[tuple[int, int]]:
    """Pair rows with sentences of the same text that read the same, the nearest first."""
    of_texts = sentences[sentences["doc_id"].isin(rows["doc_id"])]
    keyed = [table.assign(text=table["sentence"].map(comparable)) for table in (rows, of_texts)]
    pairs = keyed[0].merge(keyed[1], on=["doc_id", "text"], suffixes=("", "_now"))
    pairs["distance"] = (pairs["start"] - pairs["start_now"]).abs()
    pairs = pairs.sort_values(["distance", "row", "sent_id_now"], kind="stable")
    found: dict[int, int] = {}
    taken: set[tuple[str, int]] = set()
    for pair in pairs.itertuples(index=False):
        place = (pair.doc_id, pair.sent_id_now)
        if pair.row not in found and place not in taken:
            found[pair.row] = pair.sent_id_now
            taken.add(place)
    return list(found.items())


# -- what is said ----------------------------------------------------------------------------------


def _describe_changes(rows: pd.DataFrame) -> list[Fault]:
    """Say which sentences moved since they were drawn, and which are gone."""
    moved = rows[(rows["now"] != rows["sent_id"]) & (rows["now"] != GONE)]
    gone = rows[rows["now"] == GONE]
    faults = []
    if len(moved):
        places = tuple(
            f"sentence {row.sent_id} of {row.doc_id!r} is now {row.now}"
            for row in moved.head(MOST_ALIKE).itertuples()
        )
        found = f"{pluralize(len(moved), 'sentence')} that moved since the sample was drawn"
        expected = "the texts as they were; they are found again by their text"
        faults.append(Fault(NAME, found, expected, places=places, n=len(moved)))
    for row in gone.itertuples():
        text = " ".join(row.sentence.split())
        quoted = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        found = f"sentence {row.sent_id} of {row.doc_id!r}, which is gone ({quoted})"
        expected = "the texts as they were when the sample was drawn; this sentence is left out"
        faults.append(Fault(NAME, found, expected, key=f"rows.{row.Index}"))
    return faults


def _describe_codebook(record: SampleRecord, codebook: Codebook) -> list[Fault]:
    """Say that the codebook changed since the sample was drawn."""
    then = record.codebook
    if then["sha256"] == codebook.sha256:
        return []
    in_use, of_sample = (
        f"{name!r}, version {version or 'not stated'}"
        for name, version in ((codebook.name, codebook.version), (then["name"], then["version"]))
    )
    found = f"another codebook in use ({in_use})"
    expected = (
        f"the one with which the sample was drawn ({of_sample}); patterns look better than they are"
        " on sentences that they were improved on"
    )
    return [Fault(NAME, found, expected, key="codebook.sha256")]
