"""Hits equal those of the slow reference on generated corpora of many scripts.

`make test` tries some hundreds. The variable GENERATED_CORPORA sets another number, such as 20000,
and GENERATED_FROM the number of the first.
"""

import os
import random
from dataclasses import replace

import pandas as pd
import pytest
import reference
import tiny

from analysis import find_hits
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import fold, is_only_wildcards
from analysis.hits import search, tokens

N_CORPORA = int(os.environ.get("GENERATED_CORPORA", "300"))
FIRST = int(os.environ.get("GENERATED_FROM", "0"))
N_PARTS = 10

# What the texts and patterns are made of: letters and words, whole and in pieces.
PIECES = {
    "Latin": "a b ab A AB US us Us é e\u0301 É café cafe\u0301 x\u0303 z\u0323\u0307 ß ẞ ﬁ ﬀ oﬃce ĳ",
    "Latin of all sorts": "Å Å K k ſ s µ I i İ ı ª º x² ¹ ₂ ᵃ ŉ Ⅷ ǅ ½ ① 𝐀 🄰",
    "Greek": "σ ς Σ ΜΟΣ μος ά α\u0301 ᾳ α\u0345 ΰ Ω ϐ",
    "Cyrillic": "и й и\u0306 Й НАТО нато ь здоров я",
    "Arabic": "حقوق ح\u064fقوق حقـوق ﷲ ا لا ﻻ ء ٣ و",
    "Hebrew": "ש ש\u05c1\u05b8 של ם \u05be שׁ",
    "Devanagari": "स सर सरकार सरकारों का क क्ष क्षि ड़ ड\u093c \u094d न\u093c ऩ १",
    "Thai": "ก น นำ ที่ ไทย \u0e33 \u0e4d ก็ ๒",
    "Lao": "ລ າ ຳ ລາວ",
    "Khmer": "ក ្ ក្ក ខ្មែរ ា",
    "Burmese": "မ န် မြန် ္ က္က ာ ်",
    "Chinese and Japanese": "人 权 联合国 国 大会 ー カ ｶ ﾞ ｶﾞ か が か\u3099 〇 々 Ａ １ ＡＢ 豈 ㊀",
    "Korean": "가 가 \u1100 \u11a8 각",
    "emoji": "😀 ❤️ ❤ 👨\u200d👩\u200d👧 👍 👍🏽 🇨🇳 🇨 1\ufe0f\u20e3 *\ufe0f ™ ㎏",
    "signs": "$ % 5 50 7 _ * ? ？ ＊ ， , 。 . … ‥ “ ( ) & « 、 ¨ ʰ \x00 \ue000 \u0d4e",
    "apostrophes": "' ’ ‘ ʼ ´ ` ′ ＇ ″",
    "hyphens": "- ‐ ‑ ‒ – − — － ﹣",
    "left out": "\u00ad \u200b \u200c \u200d \ufeff \u2060 \ufe0f \u0301 \u0308 \u064b \u0640 \u0600",
}
BLANKS = [" ", " ", "  ", "\n", "\u00a0", "\u3000", "\t", "\x1f", "\u2028", "\r\n", "-\n", "–\n "]
ALL = [piece for pieces in PIECES.values() for piece in pieces.split(" ")]
WILDCARDS = ["*", "?", " ", "*"]


def make_corpus(rng: random.Random) -> tuple[list[str], dict[str, list[str]]]:
    """A few sentences of one to four scripts, and themes with patterns that may occur in them."""
    pieces = list(BLANKS) + [rng.choice(ALL) for _ in range(3)]
    for script in rng.sample(list(PIECES), rng.randint(1, 4)):
        pieces += PIECES[script].split(" ")
    if rng.random() < 0.6:
        pieces = [" ", *rng.sample(pieces, 14)]
    texts = []
    for _ in range(rng.randint(1, 6)):
        chosen = rng.choices(pieces, k=rng.randint(1, 14))
        text = rng.choice(["", " "]).join(chosen).strip()
        texts.append(text or "a")
    themes = {}
    for number in range(rng.randint(1, 3)):
        patterns = {}
        for _ in range(rng.randint(1, 6)):
            pattern = make_pattern(rng, pieces, texts)
            if not is_only_wildcards(pattern):
                patterns[fold(pattern)] = rng.choice(["", "", "", "!"]) + pattern
        if patterns:
            themes[f"t{number}"] = list(patterns.values())
    return texts, themes or {"t": ["a"]}


def make_pattern(rng: random.Random, pieces: list[str], texts: list[str]) -> str:
    """A piece of a sentence with a few wildcards, or pieces and wildcards at random."""
    if rng.random() < 0.5:
        text = rng.choice(texts)
        start = rng.randrange(len(text))
        chars = list(text[start : start + rng.randint(1, 6)])
        for _ in range(rng.randint(0, 2)):
            position = rng.randrange(len(chars))
            n_replaced = rng.randint(0, 1)
            chars[position : position + n_replaced] = rng.choice(WILDCARDS)
        pattern = "".join(chars)
    else:
        pattern = "".join(rng.choices([*pieces, *WILDCARDS], k=rng.randint(1, 5)))
    return pattern.upper() if rng.random() < 0.1 else pattern


@pytest.mark.parametrize("part", range(N_PARTS))
def test_hits_equal_the_slow_reference(part, monkeypatch):
    n_hits = 0
    for number in range(FIRST + part, FIRST + N_CORPORA, N_PARTS):
        rng = random.Random(number)
        texts, themes = make_corpus(rng)
        monkeypatch.setattr(search, "BLOCK", rng.choice([5, 40, 1 << 21]))
        monkeypatch.setattr(tokens, "CHUNK", rng.choice([7, 50, 250_000]))
        sentences = tiny.sentences(*texts)
        codebook = shuffled(rng, tiny.codebook(themes))
        before = sentences.copy(deep=True)
        hits = find_hits(sentences, codebook)
        expected = reference.hits(sentences, codebook)
        assert list(hits.itertuples(index=False, name=None)) == expected, (number, texts, themes)
        pd.testing.assert_frame_equal(sentences, before)
        assert not hits.duplicated(["doc_id", "theme", "start"]).any()
        joined = " ".join(texts)
        spans = zip(hits["start"], hits["end"], strict=True)
        assert [joined[start:end] for start, end in spans] == hits["match"].tolist()
        n_hits += len(hits)
    assert n_hits > 0


def shuffled(rng: random.Random, codebook: Codebook) -> Codebook:
    """The same codebook; the patterns of a theme need not be next to each other."""
    patterns = codebook.patterns.sample(frac=1, random_state=rng.randrange(1000))
    return replace(codebook, patterns=patterns.reset_index(drop=True))
