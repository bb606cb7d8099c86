"""Comparing two codings: what is counted as gained, lost, come and gone, worked by hand."""

from dataclasses import replace

import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import find_hits
from analysis.faults import InputError
from analysis.measures.compare import Coded, compare
from analysis.tables import (
    COMPARED_PATTERNS,
    COMPARED_SENTENCES,
    COMPARED_TEXTS,
    COMPARED_THEMES,
)

THEMES = {
    "topic/rights": ["right*", "!right away"],
    "topic/poverty": ["poverty", "the poor"],
    "actor/states": ["state*", "countries"],
    "tone": ["must", "should"],
}
MOVED = ("n_gained", "n_lost", "n_added", "n_removed")


def coded(themes=None, sentences=tiny.SENTENCES_AB, **sha256) -> Coded:
    """The sentences with the hits of a codebook; the texts' sha256 are unknown unless stated."""
    codebook = tiny.codebook(themes or THEMES)
    doc_ids = list(sentences["doc_id"].unique())
    known = [sha256.get(doc_id, "") for doc_id in doc_ids]
    documents = pd.DataFrame({"doc_id": doc_ids, "text_sha256": known}, dtype="str")
    return Coded(documents, sentences, find_hits(sentences, codebook), codebook)


def texts(**contents) -> pd.DataFrame:
    """The table of several texts; each is a list of sentences."""
    tables = [tiny.sentences(*content, doc_id=doc_id) for doc_id, content in contents.items()]
    return pd.concat(tables, ignore_index=True)


def moved(compared, theme: str) -> tuple[int, ...]:
    """How many sentences a theme gained and lost, and how many of its own came and went."""
    row = compared.themes.set_index("theme").loc[theme]
    return tuple(row[column] for column in MOVED)


def is_unchanged(compared) -> bool:
    assert not compared.themes[list(MOVED)].any(axis=None)
    return compared.sentences.empty and compared.patterns.empty


def test_the_same_coding_twice_changes_nothing():
    compared = compare(coded(), coded())
    assert is_unchanged(compared)
    assert compared.texts.empty
    assert compared.themes["change"].unique().tolist() == [""]
    assert compared.themes["theme"].tolist() == tiny.CODEBOOK.themes["theme"].tolist()
    shares = ["n_sentences_hit_before", "n_sentences_before", "n_sentences_hit", "n_sentences"]
    found = compared.themes.set_index("theme")[shares]
    assert found.loc["topic/poverty"].tolist() == [3, 6, 3, 6]
    assert found.loc["topic"].tolist() == [4, 6, 4, 6]  # both of its themes are in one sentence
    assert (compared.n_sentences_before, compared.n_sentences_in_both) == (6, 6)


def test_sentences_gained_and_lost_with_the_patterns_responsible():
    before = coded()
    now = coded({**THEMES, "topic/poverty": ["poverty fell", "here", "nothing"]})
    compared = compare(before, now)
    # Gained: "Nothing here." by both new patterns. Lost: "Rights, rights and the poor." and
    # "Poverty persists.". Kept: "Poverty fell.", by another pattern.
    assert moved(compared, "topic/poverty") == (1, 2, 0, 0)
    assert tiny.rows(compared.patterns, "theme", "change", "pattern", "n_sentences") == [
        ["topic", "gained", "here", 1],
        ["topic", "gained", "nothing", 1],
        ["topic", "lost", "poverty", 1],
        ["topic/poverty", "gained", "here", 1],
        ["topic/poverty", "gained", "nothing", 1],
        ["topic/poverty", "lost", "poverty", 1],
        ["topic/poverty", "lost", "the poor", 1],
    ]
    patterns = compared.themes.set_index("theme")["patterns"]
    assert patterns["topic/poverty"] == '+1 "here", +1 "nothing", −1 "poverty", −1 "the poor"'
    assert patterns["tone"] == ""
    columns = ["theme", "change", "doc_id", "start", "end", "patterns", "sentence"]
    assert tiny.rows(compared.sentences, *columns) == [
        ["topic/poverty", "gained", "a", 42, 55, '"nothing", "here"', "Nothing here."],
        ["topic/poverty", "lost", "a", 56, 84, '"the poor"', "Rights, rights and the poor."],
        ["topic/poverty", "lost", "b", 33, 50, '"poverty"', "Poverty persists."],
        ["topic", "gained", "a", 42, 55, '"nothing", "here"', "Nothing here."],
        ["topic", "lost", "b", 33, 50, '"poverty"', "Poverty persists."],
    ]


def test_a_heading_loses_no_sentence_that_another_of_its_themes_still_carries():
    compared = compare(coded(), coded({**THEMES, "topic/poverty": ["poverty"]}))
    assert moved(compared, "topic/poverty") == (0, 1, 0, 0)  # "Rights, rights and the poor."
    assert moved(compared, "topic") == (0, 0, 0, 0)


def test_a_theme_with_patterns_of_its_own_counts_the_themes_below_it_too():
    before = coded({"nature": ["water"]}, tiny.DEEP_SENTENCES)
    now = coded({"nature": ["water"], "nature/storage": ["reservoir"]}, tiny.DEEP_SENTENCES)
    compared = compare(before, now)
    assert moved(compared, "nature") == (1, 0, 0, 0)  # "The reservoir by the path."
    assert moved(compared, "nature/storage") == (2, 0, 0, 0)
    assert compared.themes["theme"].tolist() == ["nature/storage", "nature"]


def test_themes_that_changed_most_come_first_and_then_the_order_of_the_codebook():
    now = coded({**THEMES, "tone": ["fell", "persists"], "actor/states": ["states"]})
    compared = compare(coded(), now)
    # tone: 2 lost, 2 gained, so its share is the same; actor and actor/states: 1 lost.
    order = ["tone", "actor", "actor/states", "topic", "topic/rights", "topic/poverty"]
    assert compared.themes["theme"].tolist() == order
    row = compared.themes.iloc[0]
    assert (row["share_before"], row["share"]) == (2 / 6, 2 / 6)


def test_themes_of_one_codebook_only():
    others = {theme: patterns for theme, patterns in THEMES.items() if theme != "tone"}
    compared = compare(coded(), coded({**others, "voice": ["nothing"]}))
    themes = compared.themes.set_index("theme")
    assert themes.loc["tone", "change"] == "only before"
    assert themes.loc["voice", "change"] == "only now"
    assert (themes.loc["tone", "theme_before"], themes.loc["voice", "theme_before"]) == ("tone", "")
    assert moved(compared, "tone") == (0, 2, 0, 0)
    assert moved(compared, "voice") == (1, 0, 0, 0)


def test_a_theme_of_exactly_the_same_patterns_may_have_been_renamed():
    others = {theme: patterns for theme, patterns in THEMES.items() if theme != "topic/rights"}
    compared = compare(coded(), coded({**others, "law/claims": ["!right away", "right*"]}))
    themes = compared.themes.set_index("theme")
    assert themes.loc["law/claims", "change"] == "renamed?"
    assert themes.loc["law/claims", "theme_before"] == "topic/rights"
    assert moved(compared, "law/claims") == (0, 0, 0, 0)
    assert moved(compared, "topic") == (0, 1, 0, 0)  # "States must protect rights."
    other = compare(
        coded(), coded({**others, "law/claims": ["right*"]})
    )  # without its `not` pattern
    assert sorted(other.themes["change"].unique()) == ["", "only before", "only now"]


def test_a_heading_is_renamed_with_all_its_themes():
    renamed = {theme.replace("topic", "subject"): patterns for theme, patterns in THEMES.items()}
    compared = compare(coded(), coded(renamed))
    assert is_unchanged(compared)
    themes = compared.themes.set_index("theme")["theme_before"]
    assert themes["subject"] == "topic"
    assert themes["subject/poverty"] == "topic/poverty"


def test_two_themes_of_the_same_patterns_are_not_known_as_renamed():
    compared = compare(coded({"a": ["rights"], "b": ["rights"]}), coded({"c": ["rights"]}))
    changes = compared.themes.set_index("theme")["change"].to_dict()
    assert changes == {"a": "only before", "b": "only before", "c": "only now"}


def test_another_label_is_listed_and_changes_nothing():
    now = coded()
    themes = now.codebook.themes.replace({"label": {"Poverty": "Poverty, hunger"}})
    compared = compare(coded(), now._replace(codebook=replace(now.codebook, themes=themes)))
    assert is_unchanged(compared)
    row = compared.themes.set_index("theme").loc["topic/poverty"]
    assert (row["label_before"], row["label"]) == ("Poverty", "Poverty, hunger")


def test_texts_that_were_added_and_removed():
    before = coded(sentences=texts(a=["Poverty fell."], b=["Poverty rose.", "Nothing."]))
    now = coded(sentences=texts(a=["Poverty fell."], c=["Rights and poverty.", "No poverty."]))
    compared = compare(before, now)
    columns = ["doc_id", "doc_id_before", "change", "n_sentences_before", "n_sentences"]
    assert tiny.rows(compared.texts, *columns) == [
        ["b", "b", "removed", 2, 0],
        ["c", "", "added", 0, 2],
    ]
    assert moved(compared, "topic/poverty") == (0, 0, 2, 1)
    assert compared.patterns.empty
    # Each from k to k + 1 of 3.
    assert compared.themes["theme"].tolist()[:3] == ["topic", "topic/rights", "topic/poverty"]
    assert tiny.rows(compared.sentences, "theme", "change", "doc_id") == [
        ["topic", "added", "c"],
        ["topic", "added", "c"],
        ["topic", "removed", "b"],
        ["topic/rights", "added", "c"],
        ["topic/poverty", "added", "c"],
        ["topic/poverty", "added", "c"],
        ["topic/poverty", "removed", "b"],
    ]


def test_a_text_under_another_name_is_the_same_text():
    before = coded(sentences=texts(a=["Poverty fell."], b=["Rights."]), a="1", b="2")
    now = coded(
        sentences=texts(**{"a": ["Poverty fell."], "new/b": ["Rights."]}), a="1", **{"new/b": "2"}
    )
    compared = compare(before, now)
    assert is_unchanged(compared)
    assert tiny.rows(compared.texts, "doc_id", "doc_id_before", "change") == [
        ["new/b", "b", "renamed"]
    ]


def test_two_texts_of_the_same_characters_are_not_known_as_renamed():
    before = coded(sentences=texts(a=["Rights."], b=["Rights."]), a="1", b="1")
    now = coded(sentences=texts(c=["Rights."]), c="1")
    compared = compare(before, now)
    assert compared.texts["change"].tolist() == ["removed", "removed", "added"]


def test_sentences_are_matched_by_their_words_whatever_their_number_and_place():
    before = coded(sentences=texts(a=["Poverty fell.", "Rights\nmatter."]), a="1")
    now = coded(sentences=texts(a=["New.", "Poverty  fell.", "Rights matter."]), a="2")
    compared = compare(before, now)
    assert is_unchanged(compared)
    assert compared.n_sentences_in_both == 2
    columns = ["doc_id", "change", "n_sentences_before", "n_sentences", "n_sentences_in_both"]
    assert tiny.rows(compared.texts, *columns) == [["a", "changed", 2, 3, 2]]


def test_a_sentence_that_occurs_twice_is_matched_once_each():
    before = coded(sentences=texts(a=["Poverty fell.", "Poverty fell."]))
    now = coded(sentences=texts(a=["Poverty fell."]))
    assert moved(compare(before, now), "topic/poverty") == (0, 0, 0, 1)
    assert moved(compare(now, before), "topic/poverty") == (0, 0, 1, 0)


def test_characters_that_changed_and_sentences_that_are_split_otherwise_are_told_apart():
    whole = texts(a=["Poverty fell and rights."])
    halves = texts(a=["Poverty fell", "and rights."])
    for sha256, change in (("1", "split differently"), ("2", "changed"), ("", "changed")):
        compared = compare(coded(sentences=whole, a="1"), coded(sentences=halves, a=sha256))
        assert compared.texts["change"].tolist() == [change], sha256
        assert moved(compared, "topic") == (0, 0, 2, 1)
    same = compare(coded(sentences=whole, a="1"), coded(sentences=whole))
    assert same.texts.empty  # nothing is known of the text now, but its sentences are the same


def test_where_a_lost_sentence_is_now():
    before = coded(sentences=texts(a=["Poverty fell."]))
    now = coded({**THEMES, "topic/poverty": ["hunger"]}, texts(a=["New.", "Poverty fell."]))
    compared = compare(before, now)
    lost = compared.sentences[compared.sentences["theme"] == "topic/poverty"]
    assert tiny.rows(lost, "change", "start", "end") == [["lost", 5, 18]]


def test_empty_sides():
    full, empty = coded(), coded(sentences=tiny.SENTENCES_AB.head(0))
    compared = compare(empty, empty)
    assert compared.themes["share"].isna().all()
    for table, name in (
        (compared.texts, COMPARED_TEXTS),
        (compared.patterns, COMPARED_PATTERNS),
        (compared.sentences, COMPARED_SENTENCES),
    ):
        pd.testing.assert_frame_equal(table, name.empty())
    assert moved(compare(full, empty), "topic") == (0, 0, 0, 4)
    assert moved(compare(empty, full), "topic") == (0, 0, 4, 0)


def test_a_hit_of_an_unknown_theme_and_a_missing_column_are_faults():
    before = coded()
    hits = before.hits.replace({"theme": {"tone": "tune"}})
    with pytest.raises(InputError, match="the theme 'tune'; expected 'tone'"):
        compare(before._replace(hits=hits), before)
    with pytest.raises(InputError, match="no column 'pattern'"):
        compare(before, before._replace(hits=before.hits.drop(columns="pattern")))


def test_no_frame_is_changed():
    before, now = coded(), coded({**THEMES, "tone": ["fell"]})
    copies = [frame.copy() for side in (before, now) for frame in side[:3]]
    compare(before, now)
    for copy, frame in zip(copies, [*before[:3], *now[:3]], strict=True):
        pd.testing.assert_frame_equal(copy, frame)


SENTENCE = st.sampled_from(["Poverty fell.", "Rights.", "The poor must act.", "No.", "States."])
TEXTS = st.dictionaries(
    st.sampled_from("abc"), st.lists(SENTENCE, min_size=1, max_size=5), min_size=1
)
PATTERN_LISTS = st.lists(
    st.sampled_from(["poverty", "right*", "must", "no", "state*", "the poor"]),
    min_size=1,
    max_size=3,
    unique=True,
)
BOOKS = st.dictionaries(
    st.sampled_from(["topic", "topic/a", "topic/b", "tone", "tone/a"]), PATTERN_LISTS, min_size=1
)


@settings(max_examples=40)
@given(TEXTS, TEXTS, BOOKS, BOOKS)
def test_what_is_always_true(texts_before, texts_now, book_before, book_now):
    before = coded(book_before, texts(**texts_before))
    now = coded(book_now, texts(**texts_now))
    compared = compare(before, now)
    themes = compared.themes
    came = themes["n_gained"] - themes["n_lost"] + themes["n_added"] - themes["n_removed"]
    assert (themes["n_sentences_hit_before"] + came == themes["n_sentences_hit"]).all()
    counts = compared.sentences.groupby(["theme", "change"]).size()
    for change in ("gained", "lost", "added", "removed"):
        listed = [counts.get((theme, change), 0) for theme in themes["theme"]]
        assert listed == themes[f"n_{change}"].tolist()
    for schema, table in (
        (COMPARED_TEXTS, compared.texts),
        (COMPARED_THEMES, themes),
        (COMPARED_PATTERNS, compared.patterns),
        (COMPARED_SENTENCES, compared.sentences),
    ):
        schema.unique(table)
    back = compare(now, before).themes
    renamed = dict(zip(themes["theme"], themes["theme_before"], strict=True))
    swapped = back.set_index("theme")[["n_lost", "n_gained", "n_removed", "n_added"]]
    for row in themes.to_dict("records"):
        other = renamed[row["theme"]] or row["theme"]
        assert swapped.loc[other].tolist() == [row[column] for column in MOVED]
