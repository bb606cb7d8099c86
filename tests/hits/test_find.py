"""Hits: worked out by hand, and equal to those of the slow reference on generated texts."""

import re
from dataclasses import replace

import pandas as pd
import pytest
import reference
import tiny
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, find_hits
from analysis.tables import HITS, TEXT


def spans(text: str, themes: dict[str, list[str]]) -> list[tuple[str, str]]:
    hits = find_hits(tiny.sentences(text), tiny.codebook(themes))
    return list(zip(hits["theme"], hits["match"], strict=True))


def test_the_tiny_corpus_by_hand():
    hits = find_hits(tiny.SENTENCES_AB, tiny.CODEBOOK)
    assert hits[["doc_id", "sent_id", "theme", "start", "end", "match"]].to_numpy().tolist() == [
        ["a", 1, "actor/states", 0, 6, "States"],
        ["a", 1, "tone", 7, 11, "must"],
        ["a", 1, "topic/rights", 20, 26, "rights"],
        ["a", 2, "topic/poverty", 28, 35, "Poverty"],
        ["a", 4, "topic/rights", 56, 62, "Rights"],
        ["a", 4, "topic/rights", 64, 70, "rights"],
        ["a", 4, "topic/poverty", 75, 83, "the poor"],
        ["b", 1, "actor/states", 0, 9, "Countries"],
        ["b", 1, "tone", 10, 16, "should"],
        ["b", 2, "topic/poverty", 33, 40, "Poverty"],
    ]


def test_the_earliest_then_the_longest_then_the_first_in_the_codebook_wins():
    assert spans("human rights law", {"t": ["rights law", "human rights"]}) == [
        ("t", "human rights")
    ]
    assert spans("human rights law", {"t": ["human", "human rights"]}) == [("t", "human rights")]
    hits = find_hits(tiny.sentences("poverty"), tiny.codebook({"t": ["pov*", "poverty"]}))
    assert hits["pattern"].tolist() == ["pov*"]


def test_a_not_pattern_drops_the_hit_and_the_match_it_displaced_does_not_return():
    themes = {"t": ["right to", "to work", "!right to"]}
    assert spans("the right to work", themes) == []
    assert spans("a right, right away", {"t": ["right", "!right away"]}) == [("t", "right")]


def test_a_not_pattern_drops_every_hit_that_it_overlaps():
    assert spans("state of the art", {"t": ["state", "!state of the art"]}) == []
    assert spans("the state of play", {"t": ["state", "!of play"]}) == [("t", "state")]


def test_themes_overlap_freely():
    found = spans("human rights", {"a": ["human rights"], "b": ["rights"]})
    assert found == [("a", "human rights"), ("b", "rights")]


def test_sentences_may_have_any_order_and_further_columns():
    shuffled = tiny.SENTENCES_AB.sample(frac=1, random_state=1).assign(year=2020)
    pd.testing.assert_frame_equal(
        find_hits(shuffled, tiny.CODEBOOK), find_hits(tiny.SENTENCES_AB, tiny.CODEBOOK)
    )
    named = tiny.SENTENCES_AB.astype({"doc_id": pd.CategoricalDtype(["b", "a"])})
    pd.testing.assert_frame_equal(
        find_hits(named, tiny.CODEBOOK), find_hits(tiny.SENTENCES_AB, tiny.CODEBOOK)
    )


def test_without_sentences_or_hits_the_table_is_empty_and_typed():
    for sentences in (tiny.sentences(), tiny.sentences("Nothing.")):
        pd.testing.assert_frame_equal(find_hits(sentences, tiny.CODEBOOK), HITS.empty())


def test_faults_of_the_sentences_are_named():
    with pytest.raises(
        InputError, match=r"no column 'sentence' among 'sentences', .*; expected that column"
    ):
        find_hits(tiny.SENTENCES_AB.rename(columns={"sentence": "sentences"}), tiny.CODEBOOK)
    with pytest.raises(InputError, match="the key 'a' 1 more than once; expected each key once"):
        find_hits(pd.concat([tiny.sentences("One."), tiny.sentences("One.")]), tiny.CODEBOOK)


keys = st.lists(
    st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from([-1, 0, 1, 2, None])), max_size=6
)


@given(
    keys,
    st.sampled_from([TEXT, "str", "string", "category", object]),
    st.sampled_from(["Int64", "int64", object]),
)
def test_repeated_and_incomplete_keys_are_named(keys, text, number):
    keys = [key for key in keys if number != "int64" or key[1] is not None]
    sentences = pd.DataFrame(keys, columns=["doc_id", "sent_id"], dtype=object)
    sentences = sentences.astype({"doc_id": text, "sent_id": number}).assign(
        start=range(len(keys)), sentence="right"
    )
    gaps = [sum(value is None for value in column) for column in zip(*keys, strict=True)]
    repeated = {key for n, key in enumerate(keys) if key in keys[:n]}
    if any(gaps):
        with pytest.raises(InputError) as caught:
            find_hits(sentences, tiny.CODEBOOK)
        found = re.findall(r"found ([0-9]+) missing values?;", str(caught.value))
        assert list(map(int, found)) == [n for n in gaps if n]
    elif repeated:
        with pytest.raises(InputError) as caught:
            find_hits(sentences, tiny.CODEBOOK)
        assert str(caught.value).count("found the ") == len(repeated)
    else:
        hits = find_hits(sentences, tiny.CODEBOOK)
        assert set(zip(hits["doc_id"], hits["sent_id"], strict=True)) == set(keys)


@given(st.lists(st.sampled_from(["b", "a", "ä"]), max_size=8), st.permutations(range(8)))
def test_documents_may_have_any_order_and_be_interleaved(documents, order):
    sentences = tiny.sentences(*["Rights of the poor, rights."] * len(documents)).assign(
        doc_id=documents
    )
    sentences = sentences.iloc[[n for n in order if n < len(sentences)]]
    hits = find_hits(sentences, tiny.CODEBOOK)
    assert list(hits.itertuples(index=False, name=None)) == reference.hits(sentences, tiny.CODEBOOK)


def matches(pattern: str, text: str) -> list[str]:
    return [match for _, match in spans(text, {"t": [pattern]})]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("US", "The US told us.", ["US"]),
        ("联合国", "联合国大会通过了决议。中国和联合国。“联合国”。", ["联合国"] * 3),
        ("सरकार", "सरकारों ने कहा।", []),
        (
            "government",
            "The govern\u00adment, govern\u200bment",
            ["govern\u00adment", "govern\u200bment"],
        ),
        ("financ*", "The ﬁnance oﬃce", ["ﬁnance"]),
        ("office", "The ﬁnance oﬃce", ["oﬃce"]),
        ("здоров'я", "здоровʼя", ["здоровʼя"]),
        ("long-term", "long−term", ["long−term"]),
        ("😀", "So happy😀", ["😀"]),
        ("50%", "about 50%.", ["50%"]),
        ("$5", "cost $5.", ["$5"]),
        ("war", "He said _war_ is over.", ["war"]),
        ("café", "cafe\u0301", ["cafe\u0301"]),
        ("rights", "human rights¹", ["rights"]),
        ("love", "❤️love", ["love"]),
        ("❤️", "❤ you and ❤️you", ["❤", "❤️"]),
        ("为什么？", "他问为什么？", ["为什么？"]),
        ("women's", "women´s rights", ["women´s"]),
        ("حقوق", "حُقوق, حقـوق", ["حُقوق", "حقـوق"]),
    ],
)
def test_a_word_is_what_a_reader_takes_for_one(pattern, text, found):
    assert matches(pattern, text) == found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("WHO", "Who knows? The WHO does.", ["WHO"]),
        ("กรุงเทพ", "ในกรุงเทพมหานคร", ["กรุงเทพ"]),
        ("ทำ", "การทำงาน", ["ทำ"]),
        ("人権", "世界人権宣言", ["人権"]),
        ("ကမ္ဘာ", "ကမ္ဘာ့", []),
        ("ລາວ", "ປະເທດລາວ", ["ລາວ"]),
        ("अधिकार*", "मानव अधिकारों की", ["अधिकारों"]),
        ("सड़क", "स\u0921\u093cक सड\u093cक", ["स\u0921\u093cक", "सड\u093cक"]),
        ("schools", "the sc\u200bho\u00adols\u2060.", ["sc\u200bho\u00adols"]),
        ("efficient", "eﬃcient, eﬀicient", ["eﬃcient", "eﬀicient"]),
        ("l'État", "lʼE\u0301tat, l’État, l＇État", ["lʼE\u0301tat", "l’État", "l＇État"]),
        ("non-state", "non‑state non‒state non‐\nstate", ["non‑state", "non‒state", "non‐\nstate"]),
        ("5 kg", "5\u00a0㎏", ["5\u00a0㎏"]),
        ("£20", "for £20, £200", ["£20"]),
        ("👍", "👍🏽 and 👍", ["👍🏽", "👍"]),
        ("👩", "👩\u200d👧 home", ["👩\u200d👧"]),
        ("c#", "C#, c♯", ["C#"]),
        ("naïve", "nai\u0308ve", ["nai\u0308ve"]),
        ("Việt", "Vie\u0323\u0302t Việt", ["Vie\u0323\u0302t", "Việt"]),
        ("m2", "20 m² or m2", ["m2"]),
        ("CO", "CO₂ and CO", ["CO", "CO"]),
        ("2030", "２０３０年", ["２０３０"]),
        ("הספר", "הַסֵּפֶר", ["הַסֵּפֶר"]),
        ("سلام", "سَلامٌ", ["سَلامٌ"]),
        ("می‌شود", "می‌شود میشود", ["می‌شود", "میشود"]),
        ("the ？", "the ? or the ？", ["the ?", "the ？"]),
        ("O'Brien", "O′Brien O`Brien O‘Brien", ["O′Brien", "O`Brien", "O‘Brien"]),
        ("snake", "snake_case", ["snake"]),
        ("ΟΗΕ", "ο οηε, ΟΗΕ", ["ΟΗΕ"]),
        ("straße", "STRAẞE Straße", ["STRAẞE", "Straße"]),
    ],
)
def test_further_words_of_each_kind(pattern, text, found):
    assert matches(pattern, text) == found


def test_a_match_takes_in_the_clusters_that_it_begins_and_ends_in():
    [hit] = find_hits(tiny.sentences("so…"), tiny.codebook({"t": ["."]})).to_dict("records")
    assert (hit["start"], hit["end"], hit["match"]) == (2, 3, "…")  # one hit, not three


def test_case_never_counts_in_another_programs_dictionary():
    codebook = replace(tiny.codebook({"t": ["US"]}), caseless=("",))
    hits = find_hits(tiny.sentences("The US told us."), codebook)
    assert hits[["pattern", "match"]].to_numpy().tolist() == [["US", "US"], ["US", "us"]]
