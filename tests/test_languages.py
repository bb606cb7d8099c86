"""Languages: tags, detection, and where sentences end in languages other than English; all texts are our own."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.languages import detect, primary
from analysis.sentences.split import split_sentences

SEED = Path(__file__).parents[1] / "seeds" / "000_0c3c56741f2eaeab.txt"

SENTENCES = {
    "ar": ["ذهب د. أحمد إلى المدرسة.", "هل تعرف؟", "نعم!", "قال: «اذهب.»", "ثم عاد إلى البيت."],
    "de": [
        "Am 3. Oktober 1990 war es so weit.",
        "Im 19. Jahrhundert war das anders.",
        "Das gilt z. B. für Dr. Orr bzw. Prof. Ulm.",
        "„Warum?“, fragte sie.",
        "„Nein!“ rief er.",
        "Er wollte alle überzeugen.",
        "20 Prozent blieben fern (s. Abb. 3, Abs. 2, Ziff. 4).",
        "Draußen waren es 30 °C.",
        "Menschen schwitzten.",
        "Sie kaufte Brot, Milch usw.",
        "Danach ging sie.",
        "Das ist nichts für mich.",
        "Man geht.",
    ],
    "el": ["Πού πας;", "Πάω σπίτι.", "Καλά!"],
    "es": [
        "El Sr. Gil y la Dra. Paz vinieron.",
        "¿Por qué?",
        "¡No!, dijo ella.",
        "Los EE. UU. votaron.",
        "Traen pan, agua, etc.",
        "Luego comen bien.",
        "Cinco se van.",
    ],
    "fa": ["او به خانه رفت.", "آیا می‌آیی؟", "بله!"],
    "fr": [
        "M. E. Ode est venu.",
        "« Pourquoi ? » demanda-t-il.",
        "Voir art. 5, al. 2, etc.",
        "Personne ne dit mot.",
    ],
    "hi": ["डॉ. शर्मा आए।", "क्या तुम आओगे?", "हाँ!", "उन्होंने कहा, “जाओ।”", "फिर वे चले गए।"],
    "hy": ["Նա գնաց։", "Ես մնացի։"],
    "ja": [
        "「そうです。」と彼は言った。",
        "彼は「はい」と言った。",
        "本当ですか？",
        "1980年に始まった。",
        "（注。）",
        "「はい。",
        "そうです。」",
        "その後、帰った。",
        "これは（笑）です。",
    ],
    "ko": ["그는 갔다.", "“가자.”라고 말했다.", "정말?", "나는 1980년에 왔다."],
    "my": ["သူ၏ အိမ်၊ သူ၏ မြေ။", "ငါ နေတယ်။"],
    "ru": [
        "Он родился в 1950 г. в Москве и жил там до 1990 г.",
        "Город изменился.",
        "В 1941 г. Москва молчала.",
        "А. С. Орлов читал газеты, т. е. искал новости, и т. д.",
        "Люди ушли.",
        "Рядом стоит замок (англ. Castle, ср. Замок у реки).",
        "Он сказал: «Иди».",
        "— Нет! — сказал он.",
        "«Почему?» — спросил И. И. Орлов.",
        "Он жил на ул. Мира, им. Ленина ее звали потом.",
        "Их было 15.",
        "Все ушли.",
        "См. рис. 5 и стр. 12.",
        "Впервые это произошло в конце XX в.",
        "Правительство ждало.",
    ],
    "uk": [
        "У 1941 р. Конрад приїхав до міста.",
        "Лікар народився в Києві у 1980 р.",
        "Родина поїхала.",
        "Це м. Львів.",
    ],
    "ur": ["وہ گھر گیا۔", "کیا تم آؤ گے؟", "ہاں!"],
    "zh": [
        "他1980年去了北京。",
        "1985年回来。",
        "“好。”他说。",
        "“为什么？”记者问道，“你们不走？”",
        "他说：“好。",
        "我们走。”",
        "她又问：“真的吗？！”",
        "（注。）",
        "他走了；她来了。",
        "A公司也来了。",
        "这是（！）真的。",
        "股价是3.5元。",
        "“可以。”校方表示。",
        "他读了《人权。发展》。",
        "她也读了。",
        "《发展》很长。",
    ],
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentences_by_language(language):
    sentences = SENTENCES[language]
    text = ("" if language in ("ja", "zh") else " ").join(sentences)
    assert split(text, language)["sentence"].tolist() == sentences


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_a_line(language):
    sentences = SENTENCES[language]
    assert split("\n".join(sentences) + "\n\n.", language)["sentence"].tolist()[:-1] == sentences


def split(text, language):
    return split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text], "language": [language]}))


def test_a_small_letter_ends_no_sentence_but_in_english():
    text = "Das war bzgl. und mit. dann kam er."
    assert len(split(text, "de")) == 1
    assert split("It was over. then he left.", "en")["end"].tolist() == [12, 26]


def test_straight_quotation_marks_in_chinese():
    text = '他走了。"好。"他说。我们走。"再见！"'
    assert split(text, "zh")["sentence"].tolist() == [
        "他走了。",
        '"好。"他说。',
        "我们走。",
        '"再见！"',
    ]


def test_thai_has_no_marks_to_go_by():
    assert len(split("เขาไปโรงเรียน เธออยู่บ้าน", "th")) == 1


@pytest.mark.parametrize("language", ["zh", "zh-Hans", "ZH-hant-TW", "yue", "cmn", "ja-JP", "th"])
def test_characters_are_counted_where_words_are_not_parted(language):
    assert split("人权 很\n重要。", language)["n_words"].tolist() == [6]


@pytest.mark.parametrize("language", ["en", "ko", "vi", "", "zhx"])
def test_words_are_counted_elsewhere(language):
    assert split("인권은  아주\n중요하다.", language)["n_words"].tolist() == [3]


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
def test_primary(tag, expected):
    assert primary(tag) == expected


@pytest.mark.parametrize("language", sorted(set(SENTENCES)))
def test_detect(language):
    assert detect(" ".join(SENTENCES[language])) == language
    assert detect(" ".join(SENTENCES[language])) == language, "again"


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
def test_english_where_nothing_speaks_for_another_language(text):
    assert detect(text) == "en"


def test_detect_goes_by_the_beginning():
    english = SEED.read_text(encoding="utf-8")
    assert detect(english) == "en"
    assert detect(english * 2 + " ".join(SENTENCES["de"]) * 100) == "en"
    assert detect(" ".join(SENTENCES["de"]) * 20 + english * 2) == "de"
