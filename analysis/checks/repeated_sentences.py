"""Sentences that recur word for word in many texts: formulas, such as thanks, and quotations.

They count every time. A theme that is found in a formula is as frequent as the formula, and its
sentences are far fewer than their count says.
"""

from collections.abc import Iterator
from typing import Any

from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs
from analysis.wording import one_line, pluralize

FEWEST = 10  # texts in which a sentence recurs
SHORTEST = 5  # words; what is shorter is a page header, a label or a greeting
MANY = 0.01  # of all sentences; if fewer recur, they change no count by much
MOST = 0.2  # of all sentences; if more recur, the texts may be copies or made from forms
EXCERPT = 40  # characters


def repeated_sentences(inputs: Inputs) -> Iterator[Finding]:
    """Find sentences that occur in ten texts or more; case and blanks do not count."""
    plain = [" ".join(sentence.lower().split()) for sentence in inputs.written]
    table = inputs.sentences[["doc_id", "sentence"]].assign(plain=plain)
    by_sentence = table.groupby("plain", sort=False)
    counts = by_sentence.agg(
        n=("sentence", "size"), n_texts=("doc_id", "nunique"), written=("sentence", "first")
    )
    in_many = counts[counts["n_texts"] >= FEWEST]
    is_long = [len(sentence.split()) >= SHORTEST for sentence in in_many.index]
    often = in_many.loc[is_long].sort_values("n", ascending=False, kind="stable")
    n = int(often["n"].sum())
    if n < max(FEWEST, MANY * len(table)):
        return
    yield Finding(
        "warning" if n > MOST * len(table) else "note",
        "texts",
        n,
        f"{n:,} of {pluralize(len(table), 'sentence')} are word for word one of {len(often):,} that"
        f" recur in {FEWEST} texts or more",
        "each counts every time, and intervals take it for a new sentence: read whether these are"
        " formulas, quotations or copies, and say so beside the numbers",
        tuple(map(_say_place, often.itertuples())),
    )


def _say_place(row: Any) -> str:
    written = one_line(row.written)
    if len(written) > EXCERPT:
        written = f"{written[:EXCERPT].rstrip()} …"
    return f"{row.n:,} times in {pluralize(row.n_texts, 'text')}: “{written}”"
