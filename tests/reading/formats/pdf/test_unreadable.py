"""Fonts that do not state their letters: an error, or a part of the text that is left out."""

import pytest
from pdf_pages import phrases_of, prose, text_of, unmapped

from analysis import InputError
from analysis.reading.formats.pdf import read
from analysis.reading.formats.pdf.unreadable import count_likely_words, list_pages

READABLE = [b"The council met in the hall and decided nothing."] * 6


@pytest.mark.parametrize(
    "number_of",
    [
        lambda letter: ord(letter) - 29,  # The council is 7KH FRXQFLO
        lambda letter: 0xE000 + ord(letter),  # private characters
        lambda letter: ord(letter) % 16 + 1 if letter.isalpha() else 3,  # control characters
        lambda letter: 0xFFFD,
        lambda letter: (
            0x4E00 + 37 * ord(letter) % 9999 if ord(letter) % 2 else ord(letter) + 0x2800
        ),
        lambda letter: 33 + 5 * ord(letter) % 31,  # punctuation and digits
    ],
    ids=["shifted", "private", "control", "replacement", "mixed scripts", "punctuation"],
)
def test_a_file_without_letters_needs_text_recognition(number_of):
    data = unmapped(prose(8), prose(3), number_of=number_of)
    with pytest.raises(InputError) as caught:
        read(data, "a.pdf")
    assert str(caught.value) == (
        "a.pdf: found text whose fonts do not say which letters they draw (pages 1-2); expected"
        " a PDF with text that can be read: run text recognition (OCR) on it first"
    )


def test_numbers_that_are_those_of_ascii_are_read():
    assert text_of(unmapped(prose(8), number_of=ord)) == " ".join(prose(8))


def test_a_part_without_letters_is_left_out_and_said():
    data = unmapped(READABLE, prose(1), [b"And that was all."])
    assert text_of(data) == f"{READABLE[0].decode()} " * 6 + "And that was all."
    (phrase,) = phrases_of(data)
    n = len(prose(1)[0])
    share = n / (n + 6 * len(READABLE[0]) + len("And that was all."))
    assert phrase == (
        f"{n} unreadable characters (page 2, {share:.1%} of the text; run text recognition, OCR)"
    )


def test_marks_for_unknown_characters_are_left_out_and_counted():
    data = unmapped([*READABLE, b"And \\(cid:12\\)one."])
    assert text_of(data).endswith("And one.")
    (phrase,) = phrases_of(data)
    assert phrase.startswith("1 unreadable character (page 1, ")


def test_text_in_no_language_is_an_error_even_if_the_file_states_its_letters():
    shifted = [
        "".join(chr(ord(letter) - 29) if letter.isalpha() else " " for letter in line).encode()
        for line in prose(12)
    ]
    shifted = [line.replace(b"\\", b"") for line in shifted]
    with pytest.raises(InputError, match="reads like no language"):
        read(unmapped(shifted), "a.pdf")


def test_text_of_question_marks_is_an_error():
    lines = ["".join("?" if letter.isalpha() else " " for letter in line) for line in prose(12)]
    with pytest.raises(InputError, match="hardly any letters"):
        read(unmapped([line.encode() for line in lines]), "a.pdf")
    numbers = [f"{n * 37}.{n} {n * 1001} 7.5".encode() for n in range(1, 30)]
    assert "7.5" in text_of(unmapped(numbers))


def test_pages_in_phrases():
    assert list_pages([1, 2, 3, 5, 7, 8]) == "pages 1-3, 5, 7-8"
    assert list_pages(list(range(1, 40, 2))) == "pages 1, 3, 5, 7, 9, …"


@pytest.mark.parametrize(
    "text",
    [
        "Der Rechtsanwalt schreibt über die Angst der Bürger vor dem Herbst 2019.",
        "Strč prst skrz krk, řekla babička dědečkovi u starého mlýna na kraji lesa.",
        "У лукоморья стоял старый дом, в котором никто не жил уже много лет.",
        "联合国大会通过了决议，各国承诺保护人权、促进发展。",
        "हम सब लोग शांति और सुरक्षा चाहते हैं।",
        "لكل إنسان حق في السلم والأمن في بلده.",
        "THE COUNCIL OF THE TOWN MET IN THE HALL, and McDonald's 2nd CO2 report was read.",
    ],
)
def test_words_of_languages_look_like_words(text):
    count = count_likely_words([text])
    assert count.is_language(0.7)
