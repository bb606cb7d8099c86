"""Made speeches: 15 countries over 10 years, in which four things are planted.

The sentences are strings of filler words with a word of a theme here and there; they mean nothing.

- `pandemic` is in 14% of the sentences of 2020, and in 1% of those of other years;
- `oceans` is in 25% of the sentences of country L, and in 5% elsewhere;
- `energy` hangs on one bad pattern: `power`, which is meant for electricity, also finds filler;
- of the sentences with `women`, half also carry `peace`.
"""

from pathlib import Path

import numpy as np

COUNTRIES = [f"country {letter}" for letter in "ABCDEFGHIJKLMNO"]
YEARS = range(2012, 2022)
YEAR_OF_JUMP, COUNTRY_APART = 2020, "country L"
N_SENTENCES = 40  # of a speech, on average

# Each theme, its patterns, and the share of sentences that carry it.
THEMES = {
    "aid": (["aid", "assistance", "grant*"], 0.05),
    "climate": (["climate", "warming", "emission*"], 0.09),
    "debt": (["debt*", "loan*", "interest"], 0.03),
    "energy": (["solar", "turbine*", "windmill*", "power"], 0.02),
    "food": (["food", "harvest*", "hunger"], 0.04),
    "health": (["health", "hospital*", "doctor*"], 0.05),
    "law": (["law*", "treaty", "court*"], 0.08),
    "oceans": (["ocean*", "reef*", "coast*"], 0.05),
    "pandemic": (["pandemic", "virus", "vaccine*"], 0.01),
    "peace": (["peace", "ceasefire", "truce"], 0.06),
    "reform": (["reform*", "renewal", "change"], 0.06),
    "schools": (["school*", "teacher*", "pupil*"], 0.04),
    "trade": (["trade", "export*", "tariff*"], 0.10),
    "war": (["war", "wars", "conflict*", "weapon*"], 0.05),
    "women": (["women", "girl*", "mother*"], 0.05),
}
BAD_PATTERN, BAD_SHARE = "power", 0.15
WORDS = "many of us have long known what this hall can do when all who sit here act as one"
FILLER = WORDS.split()


def write_speeches(folder: Path, *, seed: int = 0, planted: bool = True) -> Path:
    """Write a study of 150 speeches; with `planted=False`, one in which no group differs."""
    rng = np.random.default_rng(seed)
    lines = ["doc_id,country,year"]
    for country in COUNTRIES:
        for year in YEARS:
            name = f"{country.replace(' ', '-')}-{year}"
            lines.append(f"{name},{country},{year}")
            text = _make_speech(rng, country, year, planted)
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "metadata.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "codebook.yaml").write_text(_make_codebook(), encoding="utf-8")
    (folder / "study.yaml").write_text("language: en\n", encoding="utf-8")
    return folder


def _make_codebook() -> str:
    lines = ["name: Made", 'version: "1"', "themes:"]
    for theme, (patterns, _) in THEMES.items():
        listed = ", ".join(f'"{pattern}"' for pattern in patterns)
        lines.append(f"  {theme}: {{label: {theme.capitalize()}, patterns: [{listed}]}}")
    return "\n".join(lines) + "\n"


def _make_speech(rng: np.random.Generator, country: str, year: int, planted: bool) -> str:
    """Make a speech; how often it carries each theme varies from speech to speech."""
    shares = {theme: share for theme, (_, share) in THEMES.items()}
    if planted and year == YEAR_OF_JUMP:
        shares["pandemic"] = 0.14
    if planted and country == COUNTRY_APART:
        shares["oceans"] = 0.25
    share = np.array(list(shares.values()))
    n = rng.poisson(N_SENTENCES) + 5
    own = rng.beta(25 * share, 25 * (1 - share))
    carried = rng.random((n, len(share))) < own
    bad = rng.random(n) < BAD_SHARE * planted
    peaceful = rng.random(n) < 0.5 * planted
    themes = list(shares)
    carried[:, themes.index("peace")] |= carried[:, themes.index("women")] & peaceful
    sentences = []
    for row, is_bad in zip(carried, bad, strict=True):
        words = [_choose_word(rng, themes[number]) for number in row.nonzero()[0]]
        if is_bad:
            words.append(BAD_PATTERN)
        sentences.append(_make_sentence(rng, words))
    paragraphs = [" ".join(sentences[first : first + 5]) for first in range(0, n, 5)]
    return "\n\n".join(paragraphs) + "\n"


def _choose_word(rng: np.random.Generator, theme: str) -> str:
    words = [word for word in THEMES[theme][0] if word != BAD_PATTERN]
    return words[rng.integers(len(words))].replace("*", "s")


def _make_sentence(rng: np.random.Generator, words: list[str]) -> str:
    """Put words between words of filler."""
    sentence = [FILLER[number] for number in rng.integers(len(FILLER), size=8)]
    for place, word in zip(rng.integers(1, 8, size=len(words)), words, strict=True):
        sentence.insert(place, word)
    return " ".join(sentence).capitalize() + "."
