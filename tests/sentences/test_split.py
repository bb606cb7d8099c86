"""Sentences: worked texts with every (section, paragraph, sentence), and what holds for any text whatever."""

import random
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.faults import InputError
from analysis.reading.layout import split_parts
from analysis.sentences import split as sentences_
from analysis.sentences.split import split_sentences
from analysis.tables import SENTENCES

SEED = Path(__file__).parents[2] / "seeds" / "000_0c3c56741f2eaeab.txt"


def one(text, language="en"):
    """The sentences of one text."""
    return split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text], "language": [language]}))


def worked(text, language="en"):
    """(section, paragraph, sentence) of every sentence of one text."""
    return list(
        one(text, language)[["section", "paragraph", "sentence"]].itertuples(index=False, name=None)
    )


def plain(text, language="en"):
    """The sentences of a text without headings, by paragraph."""
    rows = worked(text, language)
    assert {section for section, _, _ in rows} == {""}
    return [
        [sentence for _, n, sentence in rows if n == number]
        for number in sorted({n for _, n, _ in rows})
    ]


# --- worked texts: sentences ----------------------------------------------------------------------------------------

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
    "marks that stand alone": ["It is over !", "Really? !", "It is 😀.", "Yes.", "We are glad. 👍"],
}


@pytest.mark.parametrize("sentences", ONE_PARAGRAPH.values(), ids=ONE_PARAGRAPH)
def test_sentences_of_one_paragraph(sentences):
    assert plain(" ".join(sentences)) == [sentences]
    assert plain("\n".join(sentences) + "\n\nA second paragraph.")[0] == sentences, (
        "one sentence a line"
    )


@pytest.mark.parametrize("sentences", ONE_PARAGRAPH.values(), ids=ONE_PARAGRAPH)
def test_a_newline_inside_a_sentence_does_not_end_it(sentences):
    text = " ".join(sentences)
    wrapped = re.sub(r"(?<=[a-z]) (?=[a-z])", "\n", text)
    assert [s.replace("\n", " ") for s in one(wrapped + "\n\nEnd.")["sentence"]][:-1] == one(text)[
        "sentence"
    ].tolist()


def test_french():
    text = "M. Ode et Mme Ulm l’ont lu (art. 5, al. 2). « Pourquoi ? Parce que. » Il est parti. « Oui ! » dit-elle. Fin."
    assert plain(text, "fr-CH") == [
        [
            "M. Ode et Mme Ulm l’ont lu (art. 5, al. 2).",
            "« Pourquoi ?",
            "Parce que. »",
            "Il est parti.",
            "« Oui ! » dit-elle.",
            "Fin.",
        ]
    ]


@pytest.mark.parametrize("language", ["zh-Hans", "ZH"])
def test_chinese_counts_characters(language):
    sentences = one("发展\n\n人权 很重要。你呢？（注。）好！", language)
    assert sentences["sentence"].tolist() == ["人权 很重要。", "你呢？", "（注。）", "好！"]
    assert sentences["n_words"].tolist() == [6, 3, 4, 2]
    assert sentences["section"].tolist() == ["发展"] * 4


@pytest.mark.parametrize("language", ["", "  ", "xx", "qqq-Zzzz", "\0", None, float("nan"), 7])
def test_an_unknown_language_falls_back(language):
    assert one("Mr. Ode left. Ms. Ulm stayed.", language)["sentence"].tolist() == [
        "Mr. Ode left.",
        "Ms. Ulm stayed.",
    ]


# --- worked texts: blocks, paragraphs, lists ------------------------------------------------------------------------


def test_the_seed():
    text = SEED.read_text(encoding="utf-8")
    sentences = one(text)
    assert len(sentences) == 17
    assert sentences.groupby("section", sort=False).size().to_dict() == {
        "": 2,
        "Empowering Global Human Rights and Governance": 4,
        "Active Participation in International Arenas": 4,
        "Challenges and Opportunities Ahead": 7,
    }
    assert sentences["paragraph"].tolist() == [1] * 2 + [2] * 4 + [3] * 4 + [4] * 4 + [5] * 3


def test_hard_wrapped_with_blank_lines():
    text = "The first line runs on\ninto the second. A new\nsentence here.\n\nNext.\n"
    assert plain(text) == [
        ["The first line runs on\ninto the second.", "A new\nsentence here."],
        ["Next."],
    ]


@pytest.mark.parametrize("marker", ["-", "•", "1)", "*", "1."])
def test_a_lone_item_below_running_lines_begins_a_sentence(marker):
    text = f"The members agreed on one single point for next year\n{marker} Water for all\nOther points were put off."
    assert plain(text) == [
        [text.partition("\n")[0], f"{marker} Water for all\nOther points were put off."]
    ]


@pytest.mark.parametrize("bullet", "•◦▪●○■□➢-*–")
def test_sentences_behind_a_bullet(bullet):
    assert plain(f"{bullet} A firm surface drains well. Gravel is cheap.\n\nEnd.")[0] == [
        f"{bullet} A firm surface drains well.",
        "Gravel is cheap.",
    ]


def test_an_initial_at_the_start_of_a_line_is_no_item():
    text = "The chair of the meeting thanked the delegates and\nJ. Orr for the report. They left."
    assert plain(text) == [[text.removesuffix(" They left."), "They left."]]


def test_hard_wrapped_without_blank_lines():
    # lengths 44, 45, 13, 45, 44, 20: the median is 44, so only the lines of 13 and of 20 end a paragraph
    text = (
        "The first paragraph is as wide as the column\n"
        "so that its lines are long, and the last one.\n"
        "It is short.)\n"
        "A second paragraph is as wide as the column.\n"
        "It too has a line that runs on to the edge of\n"
        "the column, and ends."
    )
    assert plain(text) == [
        [
            "The first paragraph is as wide as the column\nso that its lines are long, and the last one.",
            "It is short.)",
        ],
        [
            "A second paragraph is as wide as the column.",
            "It too has a line that runs on to the edge of\nthe column, and ends.",
        ],
    ]
    assert len(plain(text + "\n\nEnd.")) == 2, "with blank lines, they alone part paragraphs"


LONG = (
    "This line is longer than a column, for it holds a whole paragraph, as press texts do. " * 2
    + "It ends here."
)


def test_one_paragraph_a_line():
    text = f"{LONG}\nA heading among them\n{LONG}\n{LONG}\nNo heading at the end"
    long = [
        "This line is longer than a column, for it holds a whole paragraph, as press texts do."
    ] * 2
    long = [*long, "It ends here."]
    assert worked(text) == [
        *(("", 1, sentence) for sentence in long),
        *(("A heading among them", 2, sentence) for sentence in long),
        *(("A heading among them", 3, sentence) for sentence in long),
        ("A heading among them", 4, "No heading at the end"),
    ]


def test_a_list_item_begins_a_sentence():
    text = "They ask for\n- clean water,\n  and much of it\n• food. Not later.\n1. Rest\nii) Peace\n(c) All of it\n\nEnd."
    assert plain(text) == [
        [
            "They ask for",
            "- clean water,\n  and much of it",
            "• food.",
            "Not later.",
            "1. Rest",
            "ii) Peace",
            "(c) All of it",
        ],
        ["End."],
    ]


def test_a_marker_in_running_lines_is_no_list_item():
    text = "Nobody could remember when they had first met\nJ. Orr of the council.\n\nBut the list was this:\n1. Orr\n\nEnd."
    assert plain(text) == [
        ["Nobody could remember when they had first met\nJ. Orr of the council."],
        ["But the list was this:", "1. Orr"],
        ["End."],
    ]


# --- worked texts: headings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Aims and means",
        "人权",
        "What follows [6]",
        "*Aims*",
        "__Aims (and means)__",
        "(a) and (b)",
        "1. Aims",
        "IV) Aims",
        "#1 of all",
        "Aims — means",
        "one two three four five six seven eight nine ten eleven twelve",
        "a" * 100,
        "C++",
    ],
)
def test_a_heading(heading):
    assert worked(f"{heading}\n\nText.") == [(heading, 1, "Text.")]
    assert worked(f"Text.\n \t\n  {heading} \n\nText.") == [("", 1, "Text."), (heading, 2, "Text.")]


@pytest.mark.parametrize(
    "line",
    [
        "Aims.",
        "Aims:",
        "Aims,",
        "Aims…",
        "Aims?*",
        "Aims.[6]",
        "Aims!)",
        "目标。",
        "الهدف؟",
        "“Aims”",
        "‹Aims›",
        "(Own report)",
        "*[Own report]*",
        "2024",
        "* * *",
        "- Aims",
        "one two three four five six seven eight nine ten eleven twelve thirteen",
        "a" * 101,
        "![A path](path.png)",
        "![A path](path.png) ![](b.png)",
    ],
)
def test_no_heading(line):
    assert worked(f"{line}\n\nText.") == [("", 1, line), ("", 2, "Text.")]


def test_a_heading_needs_blank_lines():
    assert plain("Aims\nText.\n\nMeans\nand ways") == [["Aims\nText."], ["Means\nand ways"]]


def test_headings_in_chinese_are_shorter():
    assert worked(f"{'人' * 30}\n\n好。", "zh") == [("人" * 30, 1, "好。")]
    assert worked(f"{'人' * 31}\n\n好。", "zh") == [("", 1, "人" * 31), ("", 2, "好。")]
    assert worked(f"{'人' * 31}\n\n好。", "en") == [("人" * 31, 1, "好。")]


def test_stacked_headings_are_one_section():
    assert worked("\n\nPart One\n\n\nAims\n\nText.\n\nMeans\n\nText.") == [
        ("Part One — Aims", 1, "Text."),
        ("Means", 2, "Text."),
    ]


def test_markdown_headings():
    text = "# Part One #\n## Aims. Now! ##\nText\nruns on\n### C# and F#\nText.\n#### - One\n##### 1. Two\n\n###### Three\nText."
    assert worked(text) == [
        ("Part One — Aims. Now!", 1, "Text\nruns on"),
        ("C# and F#", 2, "Text."),
        ("- One — 1. Two — Three", 3, "Text."),
    ]


@pytest.mark.parametrize("line", ["####### Seven", "#No blank", "## 5", "#"])
def test_no_markdown_heading(line):
    assert worked(f"Text.\n{line}\nText.\n\nEnd.")[0][0] == ""
    assert line in " ".join(one(f"Text.\n{line}\nText.\n\nEnd.")["sentence"])


def test_numbered_headings_and_numbered_lists():
    text = "1. Aims\n\nText.\n\n1. Means\n\n2. Ways\n\nText.\n\n2. Ends\n\n- An item\n\nText."
    assert worked(text) == [
        ("1. Aims", 1, "Text."),
        ("1. Aims", 2, "1. Means"),
        ("1. Aims", 3, "2. Ways"),
        ("1. Aims", 4, "Text."),
        ("1. Aims", 5, "2. Ends"),
        ("1. Aims", 6, "- An item"),
        ("1. Aims", 7, "Text."),
    ]


def test_headings_at_the_end_are_sentences():
    assert worked("Aims\n\nText.\n\nMeans\n\n# Ends\n\n") == [
        ("Aims", 1, "Text."),
        ("Aims", 2, "Means"),
        ("Aims", 3, "# Ends"),
    ]
    assert worked("Aims\n\nMeans\n") == [("", 1, "Aims"), ("", 2, "Means")]


def test_offsets_count_code_points():
    text = "👍🏽 Aims\n\nIt is 😀. E\u0301tat 🇨🇭 won!"
    sentences = one(text)
    assert sentences[["start", "end"]].to_numpy().tolist() == [[9, 17], [18, 31]]
    assert sentences["sentence"].tolist() == ["It is 😀.", "E\u0301tat 🇨🇭 won!"]
    assert sentences["n_words"].tolist() == [3, 3]


def test_a_blank_that_is_missing():
    assert plain("It ended.They left. See One.Tel or Example.org/A. Yes!No.") == [
        ["It ended.", "They left.", "See One.Tel or Example.org/A.", "Yes!", "No."]
    ]


@pytest.mark.parametrize(
    "text", [".", "…", "! ? !", "“", "\u200b", "\ufeff", "\0", "- ", "1.", "#", "a" * 100_000]
)
def test_whatever_is_not_blank_is_a_sentence(text):
    assert one(text)["sentence"].tolist() == [text.strip()]


@pytest.mark.parametrize("sentence", ["It is so.", "C’est ça !", "They say “so.”"])
def test_a_long_paragraph_is_split_throughout(sentence):
    assert one(f"{sentence} " * 4000)["sentence"].tolist() == [sentence] * 4000


def test_a_surrogate_is_kept():
    text = pd.Series(["A \ud800. B \ud800 C."], dtype=object)  # text columns on Arrow hold none
    found = split_sentences(pd.DataFrame({"doc_id": "a", "text": text}))
    assert found[["start", "end"]].to_numpy().tolist() == [[0, 4], [5, 11]]


def test_parts_hold_spans():
    assert [part.heading for part in split_parts("Aims\n\nText.")] == [True, False]
    assert one(" One. Two. ")[["start", "end"]].to_numpy().tolist() == [[1, 5], [6, 10]]


# --- the table ------------------------------------------------------------------------------------------------------


def test_documents_in_any_order_with_further_columns():
    documents = pd.DataFrame(
        {"text": ["B. Two.", "", "One.\n\nTwo."], "year": [1, 2, 3], "doc_id": ["b", "0", "a"]},
        index=[7, 7, 1],
    )
    before = documents.copy(deep=True)
    sentences = split_sentences(documents)
    assert sentences[["doc_id", "sent_id", "paragraph", "sentence"]].to_numpy().tolist() == [
        ["a", 1, 1, "One."],
        ["a", 2, 2, "Two."],
        ["b", 1, 1, "B. Two."],
    ]
    assert isinstance(sentences.index, pd.RangeIndex)
    assert sentences.dtypes.astype(str).to_dict() == SENTENCES.columns
    assert_frame_equal(documents, before)


@pytest.mark.parametrize("texts", [[], ["", " \n\t\n", "\u3000"]])
def test_no_sentences(texts):
    sentences = split_sentences(
        pd.DataFrame({"doc_id": map(str, range(len(texts))), "text": texts})
    )
    assert_frame_equal(sentences, SENTENCES.empty())


def test_faults():
    with pytest.raises(InputError, match="no column 'text'"):
        split_sentences(pd.DataFrame({"doc_id": ["a"]}))
    with pytest.raises(InputError) as wrong:
        split_sentences(pd.DataFrame({"doc_id": ["a", "b", "a", "b", "c"], "text": "x"}))
    assert [fault.found for fault in wrong.value.faults] == [
        "the key 'a' more than once",
        "the key 'b' more than once",
    ]


# --- always true ----------------------------------------------------------------------------------------------------


def is_sound(text, language="en"):
    """Statements 1, 2 and 6 of the contract for one text, in the contract's words."""
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text], "language": [language]})
    before = documents.copy(deep=True)
    sentences = split_sentences(documents)
    assert_frame_equal(documents, before)
    assert sentences.dtypes.astype(str).to_dict() == SENTENCES.columns
    assert sentences["sent_id"].tolist() == list(range(1, len(sentences) + 1))
    at, section, paragraph = 0, "", 0
    for row in sentences.itertuples():
        assert text[row.start : row.end] == row.sentence == row.sentence.strip() != ""
        assert row.start >= at
        headings = [
            unmarked(line) for line in map(str.strip, text[at : row.start].split("\n")) if line
        ]
        section = " — ".join(headings) if headings else section
        assert row.section == section
        assert row.paragraph - paragraph in ([1] if headings or not paragraph else [0, 1])
        at, paragraph = row.end, row.paragraph
    assert text[at:].strip() == ""


def unmarked(heading):
    """A heading without the leading `#` and a closing run of `#` of Markdown."""
    found = re.fullmatch(r"#{1,6}\s+(.*)", heading, re.DOTALL)
    return re.sub(r"\s+#+$", "", found[1]) if found else heading


ANY = st.text(
    st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Z", "C"]), max_size=80
)  # controls, marks, any script; no text that is read holds a surrogate
SIGNS = st.text(
    st.sampled_from(
        "aBé漢אгはग그5 .?!…,:;\n\n\r\0\u00a0\u2028\u0301\u200b😀#-*•()[]{}\"'“”‘’«»「」（）。？।؟၊։1"
    ),
    max_size=60,
)
LINES = st.sampled_from(
    [
        "Aims and means",
        "# Aims",
        "## Aims and. means ##",
        "### #",
        "# # Aims #",
        "#tag",
        "1. Aims",
        "2) Means",
        "(a) Ways",
        "iv. Ends",
        "- An item",
        "• One. Two",
        "(In brackets)",
        "One. Two! “Three? Four.” (Five.) Six",
        "It runs on and on until the end of the line",
        "It ends.",
        "a line of the U.N. and of Dr. Ba [6].",
        "“Never closed. And on",
        "... Then",
        "* * *",
        "目标",
        "他说：“好。为什么？”（注。）",
        "הכול טוב. באמת?",
        "👍🏽 e\u0301",
        LONG,
        "",
        "",
        " \t",
        "\r",
        "\x0b",
        "\u2028",
        "\ufeff",
    ]
)
STRUCTURED = st.builds(
    lambda lines, ends: "".join(line + end for line, end in zip(lines, ends, strict=False)),
    st.lists(LINES | SIGNS, max_size=12),
    st.lists(st.sampled_from(["\n", "\n\n", " \n", "\n  ", " "]), min_size=12, max_size=12),
)
PIECES = st.sampled_from(
    [
        "В 1990 г. Москва",
        " и т. д. Потом ",
        "А. С. ",
        "“好。”他说。",
        "「はい。」と",
        "（注。）",
        "“가자.”라고 ",
        "डॉ. ",
        "Am 3. Oktober ",
        "no. Five ",
        " etc. Und",
        "د. أحمد؟ ",
    ]
)
IN_LANGUAGES = st.lists(PIECES | SIGNS, max_size=8).map("".join)
TAGS = "en de fr es ru uk el hy ar fa ur hi my th ko zh-Hans zh-Hant yue ja xx"
LANGUAGES = st.sampled_from(["", *TAGS.split()])


@given(ANY | SIGNS | STRUCTURED | IN_LANGUAGES, LANGUAGES)
def test_nothing_is_lost_or_counted_twice(text, language):
    is_sound(text, language)


@given(
    st.lists(SIGNS | st.sampled_from(["Well. ", "“Go! ", "a (b. C) "]), min_size=1, max_size=4),
    st.integers(1, 500),
)
def test_long_texts(pieces, times):
    is_sound("".join(pieces) * (times if len(pieces) > 2 else 1))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "。",
        "ab ",
        "é ",
        "(",
        '"',
        "“好。",
        ".",
        "Ab. ",
        "Ab, “so. ",
        "# ",
        "- a\n",
        "😀.\n\n",
        "\0",
    ],
)
def test_100_000_characters(piece):
    is_sound(piece * (100_000 // len(piece) // (1 if len(piece) < 2 else 10)))


@given(
    st.dictionaries(ANY, STRUCTURED | IN_LANGUAGES, min_size=2, max_size=5),
    st.lists(LANGUAGES, min_size=1, max_size=2),
    st.sampled_from([1, 50, 500_000]),
)
def test_texts_do_not_touch_one_another(texts, languages, batch):
    """Neither those of one language, which are handled together, nor those at the edge of what is."""
    rows = [
        (key, text, languages[n % len(languages)]) for n, (key, text) in enumerate(texts.items())
    ]
    documents = pd.DataFrame(rows, columns=["doc_id", "text", "language"], dtype="str")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.sentences.split.BATCH", batch)
        together = split_sentences(documents)
    alone = [split_sentences(documents[documents["doc_id"] == key]) for key in sorted(texts)]
    assert_frame_equal(together, SENTENCES.frame(pd.concat([SENTENCES.empty(), *alone])))


TOKENS = (
    "word Word The it Dr Inc Yahoo Yahoo! U.S e.g no No 3.5 1999 I x don't 'tis Jones' 'Go stop' ( [ ) ] \" “ ” ‘ ’ « » . ? ! ... ?!"
    ' … : ; , - – • (1) (a) (A) 2) ii) (iv) B.) 1. a. @ * < { ` 。 [6] ² ¿ well-known MORE. end. done! why? ended.They end." end.)'
    ' end.” end). “end”. 5%. p.m. Jan. J. (see Go."'
)


def test_what_sentencex_is_not_asked_it_would_have_said():
    """Of an English paragraph it is shown only the parts that arrays cannot tell, and sees there what it sees in all."""
    draw, tokens = random.Random(1), TOKENS.split()

    def text() -> str:
        words = draw.choice([tokens, tokens[:12]])
        return "".join(
            draw.choice(words) + draw.choice(["", " ", " ", " ", "  "])
            for _ in range(draw.choice([4, 12, 40]))
        )

    texts = ["itYahoo Word?! I Inc ii)it said no", *(text() for _ in range(4000))]
    documents = pd.DataFrame({"doc_id": [f"{n:04}" for n in range(len(texts))], "text": texts})
    in_parts = split_sentences(documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            sentences_,
            "_seen_in_parts",
            lambda line, *_: sentences_._seen(line, line.begin, line.stop, "en"),
        )
        assert_frame_equal(split_sentences(documents), in_parts)


def test_texts_of_long_lines_beside_others():
    """Arrays find the paragraphs of the first, blocks those of the second: in one table they stand as they do alone."""
    long = "So it went on and on. " * 6
    texts = [
        f"{long}\n\n{long}",
        f"Aims\n\n{long}\n\nMeans\n\nShort.\nShort.",
        f"{long}\n\n\t\n{long}\n",
        f"{long}\n{long}",
        "",
        long,
    ]
    documents = pd.DataFrame({"doc_id": list("abcdef"), "text": texts})
    rows = split_sentences(documents)
    places = rows.drop_duplicates(["doc_id", "section", "paragraph"])[
        ["doc_id", "section", "paragraph", "start"]
    ]
    second = len(long) + 1
    assert places.to_numpy().tolist() == [
        ["a", "", 1, 0],
        ["a", "", 2, second + 1],
        ["b", "Aims", 1, 6],
        ["b", "Means", 2, 6 + second + 8],
        ["c", "", 1, 0],
        ["c", "", 2, second + 3],
        ["d", "", 1, 0],
        ["d", "", 2, second],
        ["f", "", 1, 0],
    ]
    alone = [split_sentences(documents[documents["doc_id"] == doc_id]) for doc_id in "abcdf"]
    assert_frame_equal(rows, pd.concat(alone, ignore_index=True))
