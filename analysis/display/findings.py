"""What the tables show, in a few sentences: the answers at the top of the notebooks.

Each function takes finished tables and returns sentences in plain English, one per line. Nothing is claimed that is
not counted in the tables, and where there is nothing to say a sentence says that.
"""

import pandas as pd

from analysis.wording import pluralize

UNSTATED = "(not stated)"


def describe_sentences(sections: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """What the texts consist of.

    Args:
        sections: as from `sections`.
        sentences: as from `split_sentences`.

    >>> sections = pd.DataFrame({"doc_id": ["a", "a"], "section": ["", "Aims"], "n_sentences": [1, 1], "n_words": [3, 5]})
    >>> print(describe_sentences(sections, pd.DataFrame({"doc_id": ["a", "a"], "n_words": [3, 5]})))
    1 text has 2 sentences with 8 words in all, in 2 sections.
    A sentence has 4 words at the median, 3 at the least and 5 at the most.
    """
    if sentences.empty:
        return "The study has no sentences."
    n_texts = sentences["doc_id"].nunique()
    n_words = sentences["n_words"]
    verb = "has" if n_texts == 1 else "have"
    size = f"{pluralize(len(sentences), 'sentence')} with {pluralize(n_words.sum(), 'word')} in all"
    lengths = f"{n_words.median():g} words at the median, {n_words.min():,} at the least"
    return "\n".join(
        [
            f"{pluralize(n_texts, 'text')} {verb} {size}, in {pluralize(len(sections), 'section')}.",
            f"A sentence has {lengths} and {n_words.max():,} at the most.",
        ]
    )


def describe_offsets(matching: pd.Series) -> str:
    """Whether the sentences match the texts at their offsets; `matching` is as from `matches_offsets`.

    >>> print(describe_offsets(pd.Series([True, True, False])))
    2 of 3 sentences match the text at their offsets.
    """
    n_sentences = pluralize(len(matching), "sentence")
    if matching.all():
        return f"All {n_sentences} match the text at their offsets."
    return f"{matching.sum():,} of {n_sentences} match the text at their offsets."


def describe_themes(shares: pd.DataFrame, sentences: pd.DataFrame, uncovered: pd.DataFrame) -> str:
    """What the texts are about, by the coded themes that occur in most sentences.

    Args:
        shares: of one group, with the family columns.
        sentences: as from `split_sentences`.
        uncovered: those that carry no theme.

    >>> shares = pd.DataFrame({"theme": ["a", "b"], "label": ["Aid", "War"], "coded": [True, True]})
    >>> shares = shares.assign(n_sentences_hit=[3, 0], n_sentences=[4, 4])
    >>> print(describe_themes(shares, shares[["theme"]], shares[:1]))
    The theme found in most sentences is Aid (3 of 4).
    1 of 2 themes occurs; 1 of 2 sentences carry at least one theme.
    """
    coded = shares[shares["coded"]]
    occurring = coded[coded["n_sentences_hit"] > 0]
    n_themes = pluralize(len(coded), "theme")
    n_sentences = pluralize(len(sentences), "sentence")
    if occurring.empty:
        return f"None of {n_themes} occurs in {n_sentences}."
    top = occurring.sort_values("n_sentences_hit", ascending=False, kind="stable").head(3)
    named = [
        f"{row.label} ({row.n_sentences_hit:,} of {row.n_sentences:,})" for row in top.itertuples()
    ]
    subject = "theme found in most sentences is"
    if len(named) > 1:
        subject = "themes found in most sentences are"
    verb = "occurs" if len(occurring) == 1 else "occur"
    n_covered = len(sentences) - len(uncovered)
    return "\n".join(
        [
            f"The {subject} {_listed(named)}.",
            f"{len(occurring):,} of {n_themes} {verb}; "
            f"{n_covered:,} of {n_sentences} carry at least one theme.",
        ]
    )


def describe_codings(codings: pd.DataFrame, compared: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """How the patterns compare with what a reader coded, over all themes.

    Args:
        codings: as from `read_codings`.
        compared: as from `precision_recall`.
        sentences: as from `split_sentences`.

    >>> codings = pd.DataFrame({"doc_id": ["a"], "sent_id": [1], "theme": ["aid"]})
    >>> compared = pd.DataFrame({"n_coded": [1], "n_found": [2], "n_both": [1]})
    >>> print(describe_codings(codings, compared, pd.DataFrame(index=range(3))))
    The reader read 1 of 3 sentences.
    Precision: 1 of 2 found were coded. Recall: 1 of 1 coded were found.
    """
    if codings.empty:
        return "There is no coding.csv."
    n_read = len(codings.drop_duplicates(["doc_id", "sent_id"]))
    n_coded, n_found, n_both = compared[["n_coded", "n_found", "n_both"]].sum()
    return "\n".join(
        [
            f"The reader read {n_read:,} of {pluralize(len(sentences), 'sentence')}.",
            f"Precision: {n_both:,} of {n_found:,} found were coded. "
            f"Recall: {n_both:,} of {n_coded:,} coded were found.",
        ]
    )


def describe_structure(positions: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Where themes occur, and which two are named together most often.

    Args:
        positions: as from `positions`.
        pairs: as from `cooccurrence`.

    >>> positions = pd.DataFrame({"label": ["Aid", "Aid", "War", "War"], "position": [0.1, 0.2, 0.8, 0.9]})
    >>> pair = {"label_a": ["Aid"], "label_b": ["War"], "n_both": [0], "n_sentences": [5]}
    >>> print(describe_structure(positions.assign(theme=positions["label"]), pd.DataFrame(pair)))
    Of the themes that occur in two sentences or more, Aid comes earliest (at the median after 15% of its text), War latest (85%).
    No two themes are named in the same sentence.
    """
    return "\n".join([_earliest_and_latest(positions), _closest_pair(pairs)])


def _earliest_and_latest(positions: pd.DataFrame) -> str:
    by_theme = positions.groupby(["theme", "label"], sort=False)["position"].agg(["size", "median"])
    medians = by_theme.loc[by_theme["size"] > 1, "median"].droplevel("theme")
    if len(medians) < 2:
        return "Fewer than two themes occur in two sentences or more, so their order says nothing."
    first, last = medians.idxmin(), medians.idxmax()
    return (
        "Of the themes that occur in two sentences or more, "
        f"{first} comes earliest (at the median after {medians.min():.0%} of its text), "
        f"{last} latest ({medians.max():.0%})."
    )


def _closest_pair(pairs: pd.DataFrame) -> str:
    together = pairs[pairs["n_both"] > 0]
    if together.empty:
        return "No two themes are named in the same sentence."
    top = together.loc[together["n_both"].idxmax()]
    n_both = f"{top['n_both']:,} of {pluralize(int(top['n_sentences']), 'sentence')}"
    return (
        f"{top['label_a']} and {top['label_b']} are named together most often, in {n_both}; "
        f"{len(together):,} of {pluralize(len(pairs), 'pair')} of themes share a sentence."
    )


def describe_voice(actors: pd.DataFrame, tones: pd.DataFrame, pairs: pd.DataFrame) -> str:
    """Who is named, in what tone, and which of the two meet most often.

    Args:
        actors, tones: the rows of `shares` of the two families.
        pairs: as from `cross`, actors by tones.

    >>> row = {"label": ["States"], "coded": [True], "n_sentences_hit": [2], "n_sentences": [4]}
    >>> actors = pd.DataFrame(row)
    >>> print(describe_voice(actors, actors[:0], pd.DataFrame({"n_both": []})))
    The actor named in most sentences is States (2 of 4).
    No tone is heard.
    No sentence names an actor and a tone.
    """
    lines = [
        _most_frequent(actors, "The actor named in most sentences is", "No actor is named."),
        _most_frequent(tones, "The tone heard in most sentences is", "No tone is heard."),
    ]
    together = pairs[pairs["n_both"] > 0]
    if together.empty:
        lines.append("No sentence names an actor and a tone.")
    else:
        top = together.loc[together["n_both"].idxmax()]
        n_both = f"{top['n_both']:,} of {pluralize(int(top['n_sentences']), 'sentence')}"
        lines.append(f"{top['label_a']} and {top['label_b']} meet most often, in {n_both}.")
    return "\n".join(lines)


def _most_frequent(shares: pd.DataFrame, subject: str, otherwise: str) -> str:
    occurring = shares[shares["coded"] & (shares["n_sentences_hit"] > 0)]
    if occurring.empty:
        return otherwise
    top = occurring.loc[occurring["n_sentences_hit"].idxmax()]
    return f"{subject} {top['label']} ({top['n_sentences_hit']:,} of {top['n_sentences']:,})."


def describe_groups(uses: pd.DataFrame, shares: dict[str, pd.DataFrame]) -> str:
    """What the texts are compared by, and which group differs most from all of them together.

    Args:
        uses: as from `column_uses`.
        shares: as from `group_shares`, by column.

    >>> print(describe_groups(pd.DataFrame({"column": ["note"], "use": [""]}), {}))
    Nothing that is known of the texts puts them into groups.
    Nothing that is known of the texts dates them.
    """
    times = uses.loc[uses["use"] == "time", "column"].tolist()
    if shares:
        lines = [_furthest_group(table, column) for column, table in shares.items()]
    else:
        lines = ["Nothing that is known of the texts puts them into groups."]
    if times:
        lines.append(f"The column {_listed(times)} dates the texts.")
    else:
        lines.append("Nothing that is known of the texts dates them.")
    return "\n".join(lines)


def _furthest_group(shares: pd.DataFrame, column: str) -> str:
    n_groups = pluralize(shares[column].nunique(), "group")
    coded = shares[shares["coded"] & shares["n_more"].abs().ge(0.5)]
    if coded.empty:
        return f"By {column} ({n_groups}), no theme differs from all groups together by a sentence."
    top = coded.loc[coded["n_more"].abs().idxmax()]
    n_more = round(abs(top["n_more"]))
    more = "more" if top["n_more"] > 0 else "fewer"
    return (
        f"By {column} ({n_groups}), the largest difference is {top['label']} in “{top[column]}”: "
        f"{top['n_sentences_hit']:,} of {pluralize(int(top['n_sentences']), 'sentence')}, "
        f"{n_more:,} {more} than with the share of all groups."
    )


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
