"""Language tags, and detecting the language of a text."""

from pathlib import Path

import pytest
from splitting import SENTENCES_BY_LANGUAGE

from analysis.languages import detect, primary

SEED = Path(__file__).parents[1] / "seeds" / "000_0c3c56741f2eaeab.txt"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh-Hans", "zh"),
        (" FR ", "fr"),
        ("gsw", "gsw"),
        ("en_GB", "en"),
        ("", "en"),
        (None, "en"),
        (7, "en"),
        ("\ud800", "en"),
    ],
)
def test_the_primary_language_of_a_tag(tag, expected):
    assert primary(tag) == expected


@pytest.mark.parametrize("language", sorted(SENTENCES_BY_LANGUAGE))
def test_the_language_of_a_text_is_detected(language):
    text = " ".join(SENTENCES_BY_LANGUAGE[language])
    assert detect(text) == language
    assert detect(text) == language, "second call"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "…",
        "\0",
        "\ud800",
        "12 345 678 90",
        "Ban Ki-moon",
        "Aims",
        "https://example.org/a?b=c",
        "word " * 20,
        "x",
    ],
)
def test_texts_without_clear_evidence_are_english(text):
    assert detect(text) == "en"


def test_detect_reads_only_the_beginning():
    english = SEED.read_text(encoding="utf-8")
    german = " ".join(SENTENCES_BY_LANGUAGE["de"])
    assert detect(english) == "en"
    assert detect(english * 2 + german * 100) == "en"
    assert detect(german * 20 + english * 2) == "de"
