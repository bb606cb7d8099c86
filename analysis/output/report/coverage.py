"""What an analysis did not cover, in sentences."""

import pandas as pd

from analysis.messages import count, join, number, quote, say
from analysis.output.report.source import Source

MOST_NAMED = 10  # themes that are named
NOTHING = "never matches"  # the status of a pattern


def describe_coverage(study: Source, shares: pd.DataFrame) -> list[str]:
    """Say which themes, patterns and lines of the texts count nowhere.

    Args:
        study: the study.
        shares: one row per theme, with the family columns, as from `Study.shares`.
    """
    said = [_missing_themes(shares), _silent_patterns(study), _headings(study.sentences)]
    limits = say(
        "A theme can also be there in words that no pattern knows: only reading shows that."
    )
    return [*filter(None, said), limits]


def _missing_themes(shares: pd.DataFrame) -> str:
    missing = shares[shares["coded"] & (shares["n_sentences_hit"] == 0)]
    if missing.empty:
        return ""
    names = [quote(label) for label in missing["label"].head(MOST_NAMED)]
    if len(missing) > MOST_NAMED:
        names.append("…")
    named = {"themes": count(len(missing), "theme"), "names": join(names)}
    if len(missing) == 1:
        return say("{themes} of the codebook occurs in no sentence: {names}.", **named)
    return say("{themes} of the codebook occur in no sentence: {names}.", **named)


def _silent_patterns(study: Source) -> str:
    patterns = study.pattern_use()
    finding = patterns[~patterns["excludes"]]
    n = int((finding["status"] == NOTHING).sum())
    if n == 0:
        return ""
    named = {"patterns": count(n, "pattern"), "n": number(len(finding))}
    if n == 1:
        return say(
            "{patterns} of {n} finds nothing in these texts (“not” patterns aside).", **named
        )
    return say("{patterns} of {n} find nothing in these texts (“not” patterns aside).", **named)


def _headings(sentences: pd.DataFrame) -> str:
    named = sentences.loc[sentences["section"] != "", ["doc_id", "section"]]
    n = len(named.drop_duplicates())
    if n == 0:
        return ""
    headings = count(n, "heading")
    if n == 1:
        return say(
            "{headings} is not searched for themes, and does not count as a sentence.",
            headings=headings,
        )
    return say(
        "{headings} are not searched for themes, and do not count as sentences.", headings=headings
    )
