"""Findings: what the tables show, in the sentences at the top of each notebook.

Each function takes finished tables and returns plain English, one finding per line; long lines are
wrapped. A finding states only what the tables count. If there is nothing to report, it says so.
"""

from textwrap import fill

import pandas as pd

from analysis.wording import pluralize

LINE_WIDTH = 100  # characters; a notebook breaks longer lines in the middle of a word
MOST_THEMES = 3  # themes that are named as the most frequent ones


def describe_sentences(sections: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """Say how many sentences there are, and how long they are.

    Args:
        sections: one row per section, as from `sections`.
        sentences: one row per sentence, as from `split_sentences`.

    >>> sections = pd.DataFrame({"doc_id": ["a", "a"], "section": ["", "Aims"]})
    >>> sentences = pd.DataFrame({"doc_id": ["a", "a"], "n_words": [3, 5]})
    >>> print(describe_sentences(sections, sentences))
    1 text: 2 sections, 2 sentences, 8 words.
    The median sentence has 4 words, the shortest 3 and the longest 5.
    """
    if sentences.empty:
        return "The study has no sentences."
    n_words = sentences["n_words"]
    n_texts = pluralize(sentences["doc_id"].nunique(), "text")
    counts = [
        pluralize(len(sections), "section"),
        pluralize(len(sentences), "sentence"),
        pluralize(n_words.sum(), "word"),
    ]
    median = f"The median sentence has {n_words.median():g} words"
    extremes = f"the shortest {n_words.min():,} and the longest {n_words.max():,}"
    return _lines(f"{n_texts}: {', '.join(counts)}.", f"{median}, {extremes}.")


def describe_offsets(matching: pd.Series) -> str:
    """Say how many sentences match the text at their offsets.

    Args:
        matching: whether each sentence does, as from `matches_offsets`.

    >>> print(describe_offsets(pd.Series([True, True, False])))
    2 of 3 sentences match the text at their offsets.
    """
    n_sentences = pluralize(len(matching), "sentence")
    if matching.all():
        return f"All {n_sentences} match the text at their offsets."
    return f"{matching.sum():,} of {n_sentences} match the text at their offsets."


def describe_themes(shares: pd.DataFrame, sentences: pd.DataFrame, uncovered: pd.DataFrame) -> str:
    """Say which coded themes are the most frequent, and how many sentences carry a theme.

    Args:
        shares: one row per theme, with the family columns, as from `Study.shares`.
        sentences: one row per sentence, as from `split_sentences`.
        uncovered: the sentences that carry no theme.

    >>> shares = pd.DataFrame({"theme": ["a", "b"], "label": ["Aid", "War"], "coded": [True, True]})
    >>> shares = shares.assign(n_sentences_hit=[3, 0], n_sentences=[4, 4])
    >>> sentences = pd.DataFrame({"sent_id": [1, 2, 3, 4]})
    >>> print(describe_themes(shares, sentences, sentences[3:]))
    The most frequent theme is “Aid” (3 of 4 sentences).
    1 of 2 themes occurs. 3 of 4 sentences carry at least one theme.
    """
    coded = shares[shares["coded"]]
    occurring = coded[coded["n_sentences_hit"] > 0]
    if occurring.empty:
        n_themes = pluralize(len(coded), "theme")
        return f"No theme occurs ({n_themes}, {pluralize(len(sentences), 'sentence')})."
    n_covered = len(sentences) - len(uncovered)
    occur = "occurs" if len(occurring) == 1 else "occur"
    carry = "carries" if n_covered == 1 else "carry"
    return _lines(
        _most_frequent_themes(occurring),
        f"{_out_of(len(occurring), len(coded), 'theme')} {occur}. "
        f"{_out_of(n_covered, len(sentences), 'sentence')} {carry} at least one theme.",
    )


def _most_frequent_themes(occurring: pd.DataFrame) -> str:
    ranked = occurring.sort_values("n_sentences_hit", ascending=False, kind="stable")
    names: list[str] = []
    for theme in ranked.head(MOST_THEMES).itertuples():
        count = f"{theme.n_sentences_hit:,}"
        if not names:  # only the first count says what is counted
            count = _out_of(theme.n_sentences_hit, theme.n_sentences, "sentence")
        names.append(f"{_quote(theme.label)} ({count})")
    if len(names) == 1:
        return f"The most frequent theme is {names[0]}."
    return f"The most frequent themes are {_join(names)}."


def describe_codings(codings: pd.DataFrame, compared: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """Say how the patterns compare with what a reader coded, over all themes.

    Args:
        codings: one row per theme that a reader gave a sentence, as from `Study.codings`.
        compared: one row per theme, as from `precision_recall`.
        sentences: one row per sentence, as from `split_sentences`.

    >>> codings = pd.DataFrame({"doc_id": ["a"], "sent_id": [1], "theme": ["aid"]})
    >>> compared = pd.DataFrame({"n_coded": [1], "n_found": [2], "n_both": [1]})
    >>> print(describe_codings(codings, compared, pd.DataFrame(index=range(3))))
    The reader read 1 of 3 sentences. Each theme counts once per sentence.
    Precision: of 2 findings of the patterns, the reader coded 1.
    Recall: of 1 coding of the reader, the patterns found 1.
    """
    if codings.empty:
        return "There is no coding.csv."
    n_read = len(codings.drop_duplicates(["doc_id", "sent_id"]))
    read = _out_of(n_read, len(sentences), "sentence")
    n_coded, n_found, n_both = compared[["n_coded", "n_found", "n_both"]].sum()
    return _lines(
        f"The reader read {read}. Each theme counts once per sentence.",
        f"Precision: of {pluralize(n_found, 'finding')} of the patterns, "
        f"the reader coded {n_both:,}.",
        f"Recall: of {pluralize(n_coded, 'coding')} of the reader, the patterns found {n_both:,}.",
    )


def describe_structure(positions: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Say which themes come earliest and latest, and which two are named together most often.

    Args:
        positions: one row per sentence and theme that it carries, as from `positions`.
        pairs: one row per pair of themes, as from `cooccurrence`.

    >>> positions = pd.DataFrame({"label": ["Aid", "Aid", "War", "War"]})
    >>> positions = positions.assign(theme=positions["label"], position=[0.1, 0.2, 0.8, 0.9])
    >>> pairs = pd.DataFrame({"label_a": ["Aid"], "label_b": ["War"]})
    >>> print(describe_structure(positions, pairs.assign(n_both=0, n_sentences=5)))
    The earliest theme is “Aid” (median position: 15% of the text).
    The latest theme is “War” (85%). Themes in only one sentence are not compared.
    No two themes are named in the same sentence.
    """
    return _lines(*_earliest_and_latest(positions), *_closest_pair(pairs))


def _earliest_and_latest(positions: pd.DataFrame) -> list[str]:
    by_theme = positions.groupby(["theme", "label"], sort=False)["position"].agg(["size", "median"])
    medians = by_theme.loc[by_theme["size"] > 1, "median"].droplevel("theme")
    if len(medians) < 2:
        return ["Too few themes occur in at least two sentences to say which comes first."]
    first, last = _quote(medians.idxmin()), _quote(medians.idxmax())
    return [
        f"The earliest theme is {first} (median position: {medians.min():.0%} of the text).",
        f"The latest theme is {last} ({medians.max():.0%}). "
        "Themes in only one sentence are not compared.",
    ]


def _closest_pair(pairs: pd.DataFrame) -> list[str]:
    together = pairs[pairs["n_both"] > 0]
    if together.empty:
        return ["No two themes are named in the same sentence."]
    n_pairs = _out_of(len(together), len(pairs), "pair")
    return [
        f"Named together most often: {_name_pair(together)}.",
        f"{n_pairs} of themes share at least one sentence.",
    ]


def describe_voice(actors: pd.DataFrame, tones: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Say which actor and which tone are the most frequent, and which of them meet most often.

    Args:
        actors: the rows of `Study.shares` for the family of actors.
        tones: those for the family of tones.
        pairs: one row per actor and tone, as from `cross`.

    >>> row = {"label": ["States"], "coded": [True], "n_sentences_hit": [2], "n_sentences": [4]}
    >>> actors = pd.DataFrame(row)
    >>> print(describe_voice(actors, actors[:0], pd.DataFrame({"n_both": []})))
    The most frequent actor is “States” (2 of 4 sentences).
    No tone occurs.
    No sentence carries both an actor and a tone.
    """
    together = pairs[pairs["n_both"] > 0]
    meeting = "No sentence carries both an actor and a tone."
    if len(together):
        meeting = f"Named together most often: {_name_pair(together)}."
    return _lines(_most_frequent(actors, "actor"), _most_frequent(tones, "tone"), meeting)


def _most_frequent(shares: pd.DataFrame, noun: str) -> str:
    occurring = shares[shares["coded"] & (shares["n_sentences_hit"] > 0)]
    if occurring.empty:
        return f"No {noun} occurs."
    top = occurring.loc[occurring["n_sentences_hit"].idxmax()]
    count = _out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    return f"The most frequent {noun} is {_quote(top['label'])} ({count})."


def _name_pair(together: pd.DataFrame) -> str:
    """Name the pair of themes that share the most sentences, and say how many these are."""
    top = together.loc[together["n_both"].idxmax()]
    count = _out_of(top["n_both"], top["n_sentences"], "sentence")
    return f"{_quote(top['label_a'])} and {_quote(top['label_b'])} ({count})"


def describe_groups(uses: pd.DataFrame, shares: dict[str, pd.DataFrame]) -> str:
    """Say which group differs most from all groups together, and what dates the texts.

    Args:
        uses: one row per metadata column and use, as from `column_uses`.
        shares: for each column that puts the texts into groups, a table as from `group_shares`.

    >>> print(describe_groups(pd.DataFrame({"column": ["note"], "use": [""]}), {}))
    No metadata column puts the texts into groups, so there are no groups to compare.
    No metadata column dates the texts, so there is no change over time to show.
    """
    no_groups = "No metadata column puts the texts into groups, so there are no groups to compare."
    no_time = "No metadata column dates the texts, so there is no change over time to show."
    groups = [_furthest_group(table, column) for column, table in shares.items()]
    times = uses.loc[uses["use"] == "time", "column"]
    dates = [f"The texts are dated by the column {_quote(name)}." for name in times]
    return _lines(*(groups or [no_groups]), *(dates or [no_time]))


def _furthest_group(shares: pd.DataFrame, column: str) -> str:
    groups = f"By {column} ({pluralize(shares[column].nunique(), 'group')})"
    coded = shares[shares["coded"] & shares["n_more"].abs().ge(0.5)]
    if coded.empty:
        return f"{groups}, no theme differs from its share in all groups by as much as a sentence."
    top = coded.loc[coded["n_more"].abs().idxmax()]
    n_more = round(abs(top["n_more"]))
    more = "more" if top["n_more"] > 0 else "fewer"
    count = _out_of(top["n_sentences_hit"], top["n_sentences"], "sentence")
    return (
        f"{groups}, the largest difference is {_quote(top['label'])} in {_quote(top[column])}: "
        f"{count}, {n_more:,} {more} than its share in all groups together would give."
    )


# -- words -----------------------------------------------------------------------------------------


def _lines(*findings: str) -> str:
    """Put each finding on a line of its own, and wrap long ones."""
    wrapped = []
    for finding in findings:
        wrapped.append(fill(finding, LINE_WIDTH, break_long_words=False, break_on_hyphens=False))
    return "\n".join(wrapped)


def _out_of(n: int, n_all: int, noun: str) -> str:
    return f"{n:,} of {pluralize(n_all, noun)}"


def _quote(name: str) -> str:
    return f"“{name}”"


def _join(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
