"""Sentences of one text, in the forms that tests compare, and texts in several languages."""

import pandas as pd

from analysis.sentences.split import split_sentences


def split_text(text, language="en"):
    """The table of sentences of one text."""
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text], "language": [language]})
    return split_sentences(documents)


def sentences_of(text, language="en"):
    """The sentences of one text, as a list."""
    return split_text(text, language)["sentence"].tolist()


def rows_of(text, language="en"):
    """(section, paragraph, sentence) of every sentence of one text."""
    columns = split_text(text, language)[["section", "paragraph", "sentence"]]
    return list(columns.itertuples(index=False, name=None))


def paragraphs_of(text, language="en"):
    """A list of sentences for each paragraph of a text without headings."""
    table = split_text(text, language)
    assert table["section"].eq("").all()
    return table.groupby("paragraph")["sentence"].agg(list).tolist()


# One paragraph per language, as sentences in order. All were written for these tests.
SENTENCES_BY_LANGUAGE = {
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
