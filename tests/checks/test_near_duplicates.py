"""Near-duplicates: the same as from comparing every text with every other, by plain sets."""

import random
import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import split_sentences
from analysis.checks.near_duplicates import FEWEST_RUNS, LEAST_SHARE, find_copies
from analysis.checks.word_runs import hash_runs

UNSPACED = "[一-鿿]"
WORD = re.compile(rf"{UNSPACED}|(?:(?!{UNSPACED})[^\W_])+")


def runs(text):
    """The slow reference: the runs of five words, in small letters."""
    words = WORD.findall(text.lower())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def share(a, b):
    shorter, longer = sorted((runs(a), runs(b)), key=len)
    if not shorter or (len(shorter) < FEWEST_RUNS and not shorter <= longer):
        return 0.0
    return len(shorter & longer) / len(shorter)


def copies_of(texts):
    documents = pd.DataFrame({"doc_id": [f"{n:05}" for n in range(len(texts))], "text": texts})
    sentences = split_sentences(documents)
    return find_copies(
        texts, (sentences["doc_id"].astype(int).to_numpy(), list(sentences["sentence"]))
    )


def make_text(rng, n_sentences, words):
    return " ".join(
        " ".join(rng.choices(words, k=rng.randint(5, 20))).capitalize() + "."
        for _ in range(n_sentences)
    )


def edit(rng, text, n):
    words = text.split(" ")
    for _ in range(n):
        words[rng.randrange(len(words))] = f"new{rng.randrange(1000)}"
    return " ".join(words)


def make_corpus(rng, letters="abcdefghij"):
    words = ["".join(rng.choices(letters, k=rng.randint(2, 7))) for _ in range(400)]
    texts = [make_text(rng, rng.randint(1, 30), words) for _ in range(15)]
    for _ in range(10):
        text = rng.choice(texts)
        kind = rng.randrange(5)
        if kind == 0:
            texts.append(text)
        elif kind == 1:
            texts.append(edit(rng, text, rng.randint(1, 4)))
        elif kind == 2:
            texts.append(f"{text}\n\n{make_text(rng, rng.randint(1, 10), words)}")
        elif kind == 3:
            half = text.split(". ")
            texts.append(". ".join(half[: len(half) // 2 + 1]))
        else:
            texts.append(edit(rng, text, len(text.split(" ")) // 8))
    rng.shuffle(texts)
    return texts


def check_against_reference(texts):
    copies = copies_of(texts)
    left_out = {copy.text for copy in copies}
    for copy in copies:
        assert copy.original not in left_out
        assert copy.share >= LEAST_SHARE
    kept = [number for number in range(len(texts)) if number not in left_out]
    for a, b in combinations(kept, 2):
        assert share(texts[a], texts[b]) < LEAST_SHARE, (texts[a], texts[b])
    for number in left_out:
        assert any(
            share(texts[number], texts[other]) >= LEAST_SHARE
            for other in range(len(texts))
            if other != number
        )
    return copies


@pytest.mark.parametrize("seed", range(40))
def test_no_kept_text_repeats_another_and_each_left_out_does(seed):
    check_against_reference(make_corpus(random.Random(seed)))


@pytest.mark.parametrize("seed", range(10))
def test_chinese_texts_are_compared_by_characters(seed):
    rng = random.Random(seed)
    letters = [chr(0x4E00 + n) for n in range(600)]
    texts = [
        "，".join("".join(rng.choices(letters, k=rng.randint(6, 14))) for _ in range(9)) + "。"
        for _ in range(8)
    ]
    texts += [texts[0].replace(texts[0][20], "的"), texts[1] + texts[2][:20], texts[3][:40] + "。"]
    copies = check_against_reference(texts)
    assert len(copies) == 3


def test_a_long_text_in_capitals_repeats_the_same_text():
    rng = random.Random(4)
    words = ["".join(rng.choices("abcdefgh", k=5)) for _ in range(300)]
    text = make_text(rng, 40, words)
    assert len(copies_of([text, text.upper()])) == 1


def test_many_copies_of_one_text_are_one_group():
    rng = random.Random(2)
    words = ["".join(rng.choices("abcdefgh", k=5)) for _ in range(300)]
    text = make_text(rng, 40, words)
    texts = [edit(rng, text, 1) for _ in range(60)] + [make_text(rng, 20, words) for _ in range(20)]
    copies = check_against_reference(texts)
    assert len(copies) == 59
    assert len({copy.original for copy in copies}) == 1


def test_boilerplate_in_every_text_makes_no_copies():
    rng = random.Random(3)
    words = ["".join(rng.choices("abcdefgh", k=5)) for _ in range(300)]
    footer = make_text(rng, 4, words)
    texts = [f"{make_text(rng, 20, words)}\n\n{footer}" for _ in range(40)]
    assert copies_of(texts) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "The lights in the street are broken again.",
            "the lights, in the street, are BROKEN again!",
        ),
        (
            "The street lights are broken in the whole street, and the council will act in May.",
            "The street lights are broken in the whole street, and the council may act in May.",
        ),
        ("One two three four five.", "One two three four five."),
        ("मानव अधिकार सब लोगों के लिए हैं और सब समान हैं।", "मानव अधिकार सब लोगों के लिए हैं और सब समान हैं"),
        (
            "The lights are\nbroken in the\nstreet again today.",
            "The lights are broken in the street again today.",
        ),
    ],
)
def test_the_same_but_for_a_word_case_or_punctuation(a, b):
    assert [(copy.text, copy.original) for copy in copies_of([a, b])] in ([(0, 1)], [(1, 0)])


@pytest.mark.parametrize(
    "texts", [[], [""], ["", ""], ["Yes.", "Yes."], ["One two three four.", "No."]]
)
def test_texts_without_a_run_repeat_nothing(texts):
    assert copies_of(texts) == []


def test_a_text_that_repeats_two_others_that_differ_leaves_both():
    rng = random.Random(5)
    words = ["".join(rng.choices("abcdefgh", k=5)) for _ in range(300)]
    a, b, quote = make_text(rng, 20, words), make_text(rng, 20, words), make_text(rng, 3, words)
    copies = copies_of([f"{a} {quote}", f"{quote} {b}", quote])
    assert [copy.text for copy in copies] == [2]


@given(st.lists(st.text(max_size=60), max_size=6))
def test_runs_are_those_of_the_reference_on_any_text(texts):
    found = list(hash_runs(texts))
    text = np.concatenate([np.empty(0, int), *(part.text for part in found)])
    assert (np.diff(text) >= 0).all()
    assert len(text) == 0 or (text.min() >= 0 and text.max() < len(texts))


@given(st.lists(st.text("aB c.,一二\n", max_size=80), max_size=5))
def test_as_many_different_runs_as_in_the_reference(texts):
    found = list(hash_runs(texts))
    text = np.concatenate([np.empty(0, int), *(part.text for part in found)])
    hashes = np.concatenate([np.empty(0, np.uint64), *(part.hash for part in found)])
    for number, written in enumerate(texts):
        words = WORD.findall(written.lower())
        assert (text == number).sum() == max(0, len(words) - 4)
        if not re.search(UNSPACED, written):
            assert len(set(hashes[text == number].tolist())) == len(runs(written))
