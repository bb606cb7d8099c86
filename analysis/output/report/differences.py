"""Where the patterns and a reader differ: the sentences, each with a link to its place."""

from dataclasses import dataclass

from analysis.measures.carried import number_sentences
from analysis.messages import say
from analysis.output.report.source import Source
from analysis.output.report.themes import Places, Quoted, numbers_under
from analysis.output.report.view import View

MOST = 30  # that the page shows


@dataclass(frozen=True)
class Difference:
    """One theme in one sentence that only the reader, or only the patterns, found.

    Attributes:
        label: the theme.
        who: who found it, or missed it.
        quoted: the sentence.
    """

    label: str
    who: str
    quoted: Quoted


@dataclass(frozen=True)
class Differences:
    """The first differences that the page can quote, and how many there are beyond them."""

    shown: list[Difference]
    n_more: int


def list_differences(study: Source, places: Places, view: View) -> Differences:
    """List what the reader coded and the patterns missed, and the other way round."""
    if study.gold.empty:
        return Differences([], 0)
    differences = study.disagreements()
    rows = number_sentences(study.sentences, differences)
    shown: list[Difference] = []
    for row, difference in zip(rows.tolist(), differences.itertuples(), strict=True):
        if view.position[row] < 0 or len(shown) == MOST:
            continue
        themes = frozenset(numbers_under(study.codebook, str(difference.theme)))
        shown.append(
            Difference(str(difference.label), say(str(difference.who)), places.quote(row, themes))
        )
    return Differences(shown, len(differences) - len(shown))
