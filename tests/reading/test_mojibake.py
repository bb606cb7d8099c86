"""Text that was decoded in the wrong encoding is found with its repair; right text is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.mojibake import ENCODINGS, find_mojibake, repair_word


@pytest.mark.parametrize(
    ("found", "repair"),
    [
        ("MÃ¼ller", "Müller"),
        ("donâ€™t", "don’t"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"),
        ("РїСЂРёРІРµС‚", "привет"),
        ("MГјller", "Müller"),
        ("itвЂ™s", "it’s"),
        ("MÃƒÂ¼ller", "Müller"),  # twice
        ("M√ºller", "Müller"),
        ("don‚Äôt", "don’t"),
        ("M├╝ller", "Müller"),
        ("donΓÇÖt", "don’t"),
        ("gÄ™Ĺ›lÄ…", "gęślą"),
        ("ÅŸehir", "şehir"),
        ("È™i", "și"),
        ("tiáº¿ng", "tiếng"),
        ("ä¸\xadå\x9b½", "中国"),
        ("Ø\xadÙ\x82Ù\x88Ù\x82", "حقوق"),
        ("ðŸ˜€", "😀"),
        ("â€”", "—"),
        ("â‚¬", "€"),
        ("ÃœBER", "ÜBER"),
        ("Lâ€™Å“uvre", "L’œuvre"),
        ("â\x80\x9cquotedâ\x80\x9d", "“quoted”"),
    ],
)
def test_a_wrong_word_is_found_with_its_repair(found, repair):
    for before, after in (("", ""), ("Then ", " said.")):
        words = find_mojibake(before + found + after)
        assert [(word.start, word.found, word.repair) for word in words] == [
            (len(before), found, repair)
        ]


@pytest.mark.parametrize(
    "text",
    [
        "« Le café », il a dit : « À LA MAÇÃ… »",
        "VOILÀ… DÉJÀ » — « ANNÉE 2020 », « É » ou « È », CAFÉ™, Ç’a été, à… »",
        "L’ÉTÉ–AUTOMNE en ÎLE-DE-FRANCE à 5 °C ± 2, œuvre naïve",
        "a irmã…» disse; AMANHÃ… IRMÃ” SÃO… maçã» MANHÃ »",
        "PÅ… SMÅ” FRÅN” Å… ÄÄNI” KNÄ»",
        "LUNEDÌ » COSÌ… È™",
        "España: “NIÑ…”, ¿qué? ¡sí!",
        "Đường đi ở Ân và Â, Ơn, Ư…",
        "Ünlü İstanbul’da Ş… Âdem, ığdır",
        "Größe: 5 °C ± 2 — „Über“, ÄÖÜ…",
        "Zażółć gęślą jaźń… ŻÓŁĆ”",
        "Τι είναι; «Ναι»… ΓΕΙΆ”",
        "Привет, «мир» — это №5. ПРИВЕТ… «МИР»",
        "Ні, Він, Київ, Рік, Ті, їй, «ВІН»—ТІ, Сім’я",
        "Ђорђе Његош, «Ћирилица»",
        "2√π, √2 = 1.41, ±½",
        "┌──┐ │ └──┘",
        "中国人民。「日本語」한국어",
        "حقوق الإنسان، سرکار",
        "ascii only",
    ],
)
def test_right_text_is_left_alone(text):
    for form in ("NFC", "NFD"):
        assert find_mojibake(unicodedata.normalize(form, text)) == []


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_looked_through_without_an_exception(text):
    for start, found, repair in find_mojibake(text):
        assert text[start : start + len(found)] == found
        assert len(repair) <= len(found)
        assert repair != found


@given(st.lists(st.sampled_from("äöüßéèàçñøåœ’“”—")).map("x".join), st.sampled_from(ENCODINGS))
def test_what_was_decoded_wrongly_is_repaired(text, encoding):
    try:
        wrong = text.encode().decode(encoding)
    except UnicodeDecodeError:  # a byte that has no character in this encoding
        return
    assert repair_word(wrong, encoding) == text


@pytest.mark.parametrize("text", ["é" * 100_000, "a" * 100_000 + "é\x81", "Ãa" * 50_000])
def test_a_long_word_takes_no_longer_than_others(text):
    assert find_mojibake(text) == []


@pytest.mark.parametrize("letter", ["α", "я", "ب", "अ"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_many_letters_before_an_unlikely_one_are_looked_at_once(letter, encoding):
    wrong = (letter * 60 + "\u0180").encode().decode(encoding, "ignore")
    find_mojibake(wrong)  # which would otherwise take twice as long for each further letter
    find_mojibake(f"a {wrong * 50} b")
