"""Where sentences end in one paragraph: examples, and the rules one by one."""

import re

import pytest
from splitting import paragraphs_of, sentences_of

from analysis.sentences.boundaries import (
    CERTAIN,
    LIKELY,
    UNCERTAIN,
    WINDOW,
    boundary_confidence,
    find_ends_in_quotes,
    find_sentencex_ends,
    merge_fragments,
    resolve_boundary,
)

ONE_PARAGRAPH = {
    "quotes of several sentences": [
        "She said: “We have waited.",
        "We will wait no more.”",
        "The hall fell silent.",
        '"Why now?" he asked.',
        '"Go!"',
        "Nobody moved.",
        "“Is it over?” asked the chair.",
        "“No!”, they cried.",
        "“What next?” Ms. Dee asked.",
    ],
    "a quotation mark that opens after a full stop": [
        '"We started early.',
        'We ended late," the speaker said.',
        '"It was a long day.',
        'It was worth it."',
    ],
    "brackets": [
        "The vote was postponed (see Annex II, para. 3).",
        "(Nobody objected.)",
        "[Applause.]",
        "It follows on Monday (if at all!) or later.",
    ],
    "letters with stops": [
        "The U.N. General Assembly met.",
        "So did the U.N.",
        "The delegates of the E.U. spoke.",
        "They live in the U.S.",
        "However, the U.S. Senate did not.",
    ],
    "titles and initials": [
        "Dr. Ba, Ms. Dee and Prof. J. K. Orr met Gen. Ulm.",
        "Mr. Orr Jr. was late.",
        "It was plan B.",
        "The rest of St. Gall slept.",
    ],
    "numbers of clauses": [
        "Resolution 5/12 (para. 12) says so; see also Arts. 3 and 4, ch. 2, pp. 5 and 6, and No. 5 of Vol. II.",
        "Is it No. 5?",
        "No.",
        "We say No. 6 it is.",
        "Cf. Fig. 3 and Sec. 2, i.e. the second, e.g. Table 1 vs. Table 2.",
    ],
    "times and dates": [
        "It began at 5 p.m. in Geneva.",
        "It ended at 11 p.m.",
        "The doors closed.",
        "At 9 a.m. Monday it went on.",
        "On Sept. 11 it was over.",
    ],
    "ellipses": [
        "Well…",
        "Perhaps not.",
        "They waited … and left.",
        "And so on...",
        "Then it rained.",
        "The text […] goes on.",
    ],
    "numbered clauses in one line": [
        "1. States shall act.",
        "2. No person shall suffer.",
        "(3) All is said.",
    ],
    "reference marks": [
        "It grew in 1805. [6]",
        "Later it fell.[7][8]",
        "It rose again.¹",
        "That was all [9].",
    ],
    "colon, semicolon, dash": [
        "Three things count: food, water; and rest.",
        "“Stop!” — so they cried — and it stopped.",
    ],
    "addresses and decimals": [
        "See www.Example.org/a.B?c=d or write to a.b@example.org.",
        "Version 2.1.3 costs $3.50.",
        "ASP.NET is named.",
    ],
    "capitals": ["ALL OF THIS IS LOUD.", "MS. DEE LEFT AT NO. 5!", "REALLY?", "YES."],
    "companies": [
        "The firm Tin & Co. Ltd. sold all.",
        "It was bought by Pan Inc.",
        "The price was low.",
    ],
    "no, and so on": [
        "The answer was no.",
        "Five of them wrote books, letters, etc.",
        "Nobody read No. 5 or no. 6.",
    ],
    "months": [
        "Turn the planks in May.",
        "Replace those that rot by Aug. 1 or in Sept. 2 years later.",
    ],
    "punctuation between spaces": [
        "It is over !",
        "Really? !",
        "It is 😀.",
        "Yes.",
        "We are glad. 👍",
    ],
}


@pytest.mark.parametrize("sentences", ONE_PARAGRAPH.values(), ids=ONE_PARAGRAPH)
def test_sentences_of_one_paragraph(sentences):
    assert paragraphs_of(" ".join(sentences)) == [sentences]
    one_per_line = "\n".join(sentences) + "\n\nA second paragraph."
    assert paragraphs_of(one_per_line)[0] == sentences


@pytest.mark.parametrize("sentences", ONE_PARAGRAPH.values(), ids=ONE_PARAGRAPH)
def test_a_newline_inside_a_sentence_does_not_end_it(sentences):
    text = " ".join(sentences)
    wrapped = re.sub(r"(?<=[a-z]) (?=[a-z])", "\n", text)
    *found, end = sentences_of(wrapped + "\n\nEnd.")
    assert [sentence.replace("\n", " ") for sentence in found] == sentences_of(text)
    assert end == "End."


def test_a_missing_space_does_not_hide_an_end():
    assert paragraphs_of("It ended.They left. See One.Tel or Example.org/A. Yes!No.") == [
        ["It ended.", "They left.", "See One.Tel or Example.org/A.", "Yes!", "No."]
    ]


@pytest.mark.parametrize(
    "text", [".", "…", "! ? !", "“", "\u200b", "\ufeff", "\0", "- ", "1.", "#", "a" * 100_000]
)
def test_text_without_words_is_a_sentence(text):
    assert sentences_of(text) == [text.strip()]


@pytest.mark.parametrize("sentence", ["It is so.", "C’est ça !", "They say “so.”"])
def test_a_long_paragraph_is_split_to_its_end(sentence):
    assert sentences_of(f"{sentence} " * 4000) == [sentence] * 4000


@pytest.mark.parametrize("bullet", "•◦▪●○■□➢-*–")
def test_a_bullet_does_not_hide_later_ends(bullet):
    assert paragraphs_of(f"{bullet} A firm surface drains well. Gravel is cheap.\n\nEnd.")[0] == [
        f"{bullet} A firm surface drains well.",
        "Gravel is cheap.",
    ]


@pytest.mark.parametrize("marker", ["1.", "1)", "(a)", "iv)", "- 2.1.", "* (A)", "• (iv)", "•"])
def test_a_list_marker_belongs_to_the_sentence_after_it(marker):
    assert sentences_of(f"{marker} All of it. None of it.") == [
        f"{marker} All of it.",
        "None of it.",
    ]


@pytest.mark.parametrize(
    ("text", "ends", "expected"),
    [
        ("They left. All did.", [10], [10]),
        ("1. They left. All did.", [2, 13], [13]),
        ("They left. … All did.", [10, 12], [12]),
        ("… They left. All did.", [1, 12], [12]),
        ("They left. !", [10], []),
        ("They left.", [], []),
    ],
)
def test_merge_fragments(text, ends, expected):
    assert merge_fragments(text, ends) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ended", CERTAIN),
        ("", LIKELY),
        ("Yahoo", LIKELY),  # sentencex finds no end after it, nor after May
        ("Mr", UNCERTAIN),
        ("May", LIKELY),
        ("B", UNCERTAIN),
        ("5%", UNCERTAIN),
        ("No", UNCERTAIN),
    ],
)
def test_boundary_confidence(word, expected):
    assert boundary_confidence(word) == expected


@pytest.mark.parametrize(
    ("before", "after", "language", "moved"),
    [
        ("He left.", "” She stayed.", "en", 1),
        ("He left.", "[6] She stayed.", "en", 3),
        ("He left.", "² She stayed.", "en", 1),
        ("Il part.", " » Elle reste.", "fr", 2),
        ("He left. (", "She stayed.)", "en", -2),
        ("Dr.", " Ba left.", "en", None),
        ("Art.", " 5 says so.", "en", None),
        ("He left.", " then she left.", "en", 0),
        ("Er ging.", " dann ging sie.", "de", None),
        ("J.", " Orr left.", "fr", None),
        ("He left.", "", "en", None),
    ],
)
def test_resolve_boundary(before, after, language, moved):
    expected = 0 if moved is None else len(before) + moved
    assert resolve_boundary(before + after, len(before), language) == expected


def test_ends_in_quotes():
    text = "“He left. She stayed.” (So it was.) It ended."
    assert find_ends_in_quotes(text, "en") == [9, 21, 34]
    assert find_ends_in_quotes("He left. She stayed.", "en") == []


def test_windows_do_not_change_what_sentencex_finds():
    sentence = "It went on as it had begun. "
    text = sentence * (3 * WINDOW // len(sentence))
    assert find_sentencex_ends(text, "en") == list(range(len(sentence), len(text), len(sentence)))
