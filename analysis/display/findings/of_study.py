"""What a study is, and how to go on, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import join_names, out_of, put_in_list, put_on_lines, quote
from analysis.messages import count, number, say

NAMED = 3  # themes, languages or columns that a sentence lists
MOST_FAMILIES = 7
MANY_WITHOUT = 0.2  # share of sentences without a theme from which on something may be missing


# -- what the study is -----------------------------------------------------------------------------


def describe_study(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    uses: pd.DataFrame,
    shares: pd.DataFrame,
    codebook: str,
    n_uncovered: int,
) -> str:
    """Say in a few sentences what the texts are, and what the codebook finds in them.

    Args:
        documents: one row per text, as from `read_documents`.
        sentences: one row per sentence, as from `split_sentences`.
        uses: one row per metadata column and use, as from `column_uses`.
        shares: one row per theme, with the family columns, as from `Study.shares`.
        codebook: the name of the codebook, with its version.
        n_uncovered: how many sentences carry no theme.
    """
    return put_on_lines(
        _describe_texts(documents, sentences),
        _describe_metadata(documents, uses),
        *_describe_codebook(shares, codebook),
        _describe_coverage(n_uncovered, len(sentences)),
        *_describe_families(shares),
    )


def _describe_texts(documents: pd.DataFrame, sentences: pd.DataFrame) -> str:
    languages = documents["language"].value_counts(sort=True).index.tolist()
    named = {
        "texts": count(len(documents), "text"),
        "sentences": count(len(sentences), "sentence"),
        "words": count(int(sentences["n_words"].sum()), "word"),
        "languages": _list_some(languages),
    }
    if len(languages) == 1:
        return say("{texts}: {sentences}, {words}, language {languages}.", **named)
    return say("{texts}: {sentences}, {words}, languages {languages}.", **named)


def _list_some(names: list[str]) -> str:
    """List the first names, and say how many more there are.

    >>> _list_some(["a", "b"]), _list_some(["a", "b", "c", "d", "e"])
    ('a and b', 'a, b, c and 2 more')
    """
    if len(names) <= NAMED + 1:
        return join_names(names)
    return join_names([*names[:NAMED], say("{n} more", n=number(len(names) - NAMED))])


def _describe_metadata(documents: pd.DataFrame, uses: pd.DataFrame) -> str:
    columns = {use: uses.loc[uses["use"] == use, "column"].tolist() for use in ("groups", "time")}
    groups = _list_some([quote(name) for name in columns["groups"]])
    times = _list_some([quote(name) for name in columns["time"]])
    if not groups and not times:
        return say("No metadata date the texts or put them into groups.")
    say_use = _say_use_of_one if len(documents) == 1 else _say_use
    return say_use(groups, times)


def _say_use_of_one(groups: str, times: str) -> str:
    """Say which metadata divide and date the only text."""
    if groups and times:
        return say("It is divided by {groups}, and dated by {times}.", groups=groups, times=times)
    if groups:
        return say("It is divided by {groups}; no metadata column dates it.", groups=groups)
    return say("It is dated by {times}; no metadata column puts it into groups.", times=times)


def _say_use(groups: str, times: str) -> str:
    """Say which metadata put several texts into groups, and date them."""
    if groups and times:
        return say(
            "They are put into groups by {groups}, and dated by {times}.",
            groups=groups,
            times=times,
        )
    if groups:
        return say(
            "They are put into groups by {groups}; no metadata column dates them.", groups=groups
        )
    return say("They are dated by {times}; no metadata column puts them into groups.", times=times)


def _describe_codebook(shares: pd.DataFrame, codebook: str) -> list[str]:
    coded = shares[shares["coded"]]
    is_absent = coded["n_sentences_hit"] == 0
    n_occurring = (~is_absent).sum()
    named = {"codebook": codebook, "themes": out_of(n_occurring, len(coded), "theme")}
    if n_occurring == 1:
        lines = [say("Codebook: {codebook}. {themes} occurs.", **named)]
    else:
        lines = [say("Codebook: {codebook}. {themes} occur.", **named)]
    absent = [quote(label) for label in coded.loc[is_absent, "label"]]
    if absent and n_occurring:
        lines.append(_say_absent(_list_some(absent), len(absent)))
    return [" ".join(lines)]


def _say_absent(themes: str, n: int) -> str:
    if n == 1:
        return say("{themes} does not.", themes=themes)
    return say("{themes} do not.", themes=themes)


def _describe_coverage(n_uncovered: int, n: int) -> str:
    if not n:
        return say("There are no sentences.")
    if not n_uncovered:
        return say("Every sentence carries at least one theme.")
    sentences = out_of(n_uncovered, n, "sentence")
    if n_uncovered == 1:
        return say("{sentences} carries no theme.", sentences=sentences)
    return say("{sentences} carry no theme.", sentences=sentences)


def _describe_families(shares: pd.DataFrame) -> list[str]:
    """Name the most frequent themes of each family."""
    occurring = shares[shares["coded"] & (shares["n_sentences_hit"] > 0)]
    if occurring.empty:
        return []
    lines = [say("The most frequent themes, with the number of sentences that carry them:")]
    families = list(occurring.groupby("family_order"))
    for _, themes in families[:MOST_FAMILIES]:
        ranked = themes.sort_values("n_sentences_hit", ascending=False, kind="stable")
        counts = [
            f"{quote(theme.label)} {number(theme.n_sentences_hit)}"
            for theme in ranked.head(NAMED).itertuples()
        ]
        family = ranked["family_label"].iloc[0]
        name = f"{family}{say(': ')}" if family else ""
        lines.append(f"- {name}{', '.join(counts)}")
    if len(families) > MOST_FAMILIES:
        more = count(len(families) - MOST_FAMILIES, "more family")
        lines.append(f"- {say('and those of {families}', families=more)}")
    return lines


# -- how to go on ----------------------------------------------------------------------------------


def suggest_next_steps(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    uses: pd.DataFrame,
    codings: pd.DataFrame,
    shares: pd.DataFrame,
    n_uncovered: int,
) -> str:
    """Suggest what to do next, by what the study lacks.

    Args:
        documents: one row per text, as from `read_documents`.
        sentences: one row per sentence, as from `split_sentences`.
        uses: one row per metadata column and use, as from `column_uses`.
        codings: what a reader coded, as from `Study.codings`.
        shares: one row per theme, with the family columns, as from `Study.shares`.
        n_uncovered: how many sentences carry no theme.
    """
    n_sentences = len(sentences)
    coded = shares[shares["coded"]]
    n_absent = (coded["n_sentences_hit"] == 0).sum()
    is_used = uses["use"] != ""
    steps = []
    if n_absent == len(coded):
        steps.append(
            "No theme occurs. `workbook draft STUDY` proposes themes for these texts: a draft, to"
            " be edited before it is used as codebook.yaml."
        )
    elif n_absent:
        do = "does" if n_absent == 1 else "do"
        steps.append(
            f"{out_of(n_absent, len(coded), 'theme')} {do} not occur. `workbook check STUDY` says"
            " which patterns never match, and what in the texts is most like them."
        )
    if n_uncovered > MANY_WITHOUT * n_sentences and n_absent < len(coded):
        steps.append(
            f"{_describe_coverage(n_uncovered, n_sentences)} See which words are frequent in"
            " sentences without a theme: study.leftover_words()"
        )
    if len(documents) < 2:
        steps.append(
            "There is only one text. With five or more, intervals also say something about others."
        )
    elif not is_used.any():
        steps.append(
            "To compare groups of texts, or periods, add a file metadata.csv to the study: a column"
            " doc_id, and one for each thing that is known, such as outlet or date."
        )
    if codings.empty:
        steps.append(
            "Nothing is coded by hand, so nobody knows how often the patterns are right."
            " `workbook sample STUDY --n 100 --coders A,B` draws sentences to code."
        )
    steps.append(
        "After you change the codebook, `workbook compare STUDY` says what that did to the counts."
    )
    return "\n".join(map(put_in_list, steps))
