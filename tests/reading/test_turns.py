"""Turns of speech: their labels, their paragraphs, and who speaks."""

import pandas as pd
import pytest
from splitting import rows_of, sentences_of, split_text

from analysis.reading.layout import split_paragraphs
from analysis.reading.turns import read_label
from analysis.sentences.split import split_sentences


def spoken(text, language="en"):
    """(speaker, sentence) of every sentence of a transcript."""
    columns = split_text(text, language)[["speaker", "sentence"]]
    return list(columns.itertuples(index=False, name=None))


def has_speakers(text, language="en"):
    return "speaker" in split_text(text, language)


# -- labels ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "speaker", "label"),
    [
        ("Anna: Hello.", "Anna", "Anna:"),
        ("INTERVIEWER: Hello.", "INTERVIEWER", "INTERVIEWER:"),
        ("interviewer: hello", "interviewer", "interviewer:"),
        ("Anna:", "Anna", "Anna:"),
        ("Anna\u00a0: Oui.", "Anna", "Anna\u00a0:"),
        ("Dr. Ba (Geneva): Yes.", "Dr. Ba (Geneva)", "Dr. Ba (Geneva):"),
        ("Ms. Ulm (Union of All Islands): Yes.", "Ms. Ulm (Union of All Islands)", None),
        ("Speaker #2: Yes.", "Speaker #2", "Speaker #2:"),
        ("P1 [female]: Yes.", "P1 [female]", "P1 [female]:"),
        ("one two three four five: six", "one two three four five", None),
        ("[Speaker 2] Yes.", "Speaker 2", "[Speaker 2]"),
        ("[Speaker 2]: Yes.", "Speaker 2", "[Speaker 2]:"),
        ("[Anna 0:03] Yes.", "Anna", "[Anna 0:03]"),
        ("Q: Why?", "Q", "Q:"),
        ("Q. Why?", "Q", "Q."),
        ("A12. No.", "A", "A12."),
        ("Q3: Why?", "Q", "Q3:"),
        ("**Anna:** Yes.", "Anna", "**Anna:**"),
        ("**Anna**: Yes.", "Anna", "**Anna**:"),
        ("__Anna__: Yes.", "Anna", "__Anna__:"),
        ("SPEAKER 1  00:01:12", "SPEAKER 1", "SPEAKER 1  00:01:12"),
        ("Anna Orr\t0:03", "Anna Orr", "Anna Orr\t0:03"),
        ("Speaker 1 (00:01:12): Yes.", "Speaker 1", "Speaker 1 (00:01:12):"),
        ("Speaker 1: (00:12)", "Speaker 1", "Speaker 1: (00:12)"),
        ("[12/03/2023, 10:15:02] Anna: Yes.", "Anna", "[12/03/2023, 10:15:02] Anna:"),
        ("12/03/23, 10:15 PM - Anna: Yes.", "Anna", "12/03/23, 10:15 PM - Anna:"),
        ("[00:01:12] Anna: Yes.", "Anna", "[00:01:12] Anna:"),
        ("00:01:12.5 - Anna: Yes.", "Anna", "00:01:12.5 - Anna:"),
        ("012 I: Yes.", "I", "012 I:"),
        ("12     Q.  Why?", "Q", "12     Q."),
        ("记者：你好。", "记者", "记者："),
        ("记者:你好。", "记者", "记者:"),
        ("أحمد: نعم", "أحمد", "أحمد:"),
        ("\u200fأحمد\u200f: نعم", "أحمد", "\u200fأحمد\u200f:"),
        ("श्री शर्मा: हाँ।", "श्री शर्मा", "श्री शर्मा:"),
        (f"{'a' * 40}: yes", "a" * 40, None),
    ],
)
def test_labels(line, speaker, label):
    found = read_label(line, 0, len(line))
    assert found.speaker == speaker
    assert line[: found.end] == (label or f"{speaker}:")


@pytest.mark.parametrize(
    "line",
    [
        "No label",
        "https://example.org",
        "12:30 They met.",
        "12: They met.",
        "1:1 In the beginning",
        "one two three four five six: seven",
        f"{'a' * 41}: yes",
        "He asked why? Then: no.",
        "“Anna”: Yes.",
        "- Anna: Yes.",
        "[^1]: A note.",
        "[6] A note.",
        "[a] A note.",
        "[note 3] A note.",
        "[ ] Buy bread.",
        "[x] Buy bread.",
        "[a link](https://example.org)",
        "[Laughter] Yes.",
        "Note: They left.",
        "From: Anna",
        "Subject: Water",
    ],
)
def test_what_is_no_label(line):
    assert read_label(line, 0, len(line)) is None


# -- when a text has turns -------------------------------------------------------------------------

INTERVIEW = "Interviewer: Do you feel safe?\n\nSpeaker: Yes, most of the time\n\nInterviewer: Why?"


def test_an_answer_is_no_heading():
    assert rows_of(INTERVIEW) == [
        ("", 1, "Interviewer: Do you feel safe?"),
        ("", 2, "Speaker: Yes, most of the time"),
        ("", 3, "Interviewer: Why?"),
    ]
    assert [speaker for speaker, _ in spoken(INTERVIEW)] == [
        "Interviewer",
        "Speaker",
        "Interviewer",
    ]


def test_no_turns_where_no_label_recurs():
    text = "Aims: water\n\nMeans: food\n\nWays: peace\n\nThe end."
    assert not has_speakers(text)
    assert rows_of(text)[0] == ("Aims: water — Means: food — Ways: peace", 1, "The end.")


def test_no_turns_where_most_blocks_have_no_label():
    text = "Anna: Yes.\n\nAnna: No.\n\nThey left.\n\nThey came.\n\nThey ate."
    assert not has_speakers(text)
    assert has_speakers(text.removesuffix("\n\nThey ate."))


def test_turns_on_adjacent_lines():
    text = "Talk of May\n\nAnna: Do you feel safe?\nBen Orr: Yes. Most of the time\nAnna: Why?"
    assert spoken(text) == [
        ("Anna", "Anna: Do you feel safe?"),
        ("Ben Orr", "Ben Orr: Yes."),
        ("Ben Orr", "Most of the time"),
        ("Anna", "Anna: Why?"),
    ]
    assert rows_of(text)[-1] == ("Talk of May", 3, "Anna: Why?")


def test_wrapped_turns():
    text = (
        "Anna: This is a long question that runs on over\nthe end of its line, and\n"
        "then it asks: why?\nBen: Nobody knows\nwhy.\nAnna: I see."
    )
    assert spoken(text) == [
        (
            "Anna",
            "Anna: This is a long question that runs on over\n"
            "the end of its line, and\nthen it asks: why?",
        ),
        ("Ben", "Ben: Nobody knows\nwhy."),
        ("Anna", "Anna: I see."),
    ]


def test_turns_of_long_lines():
    long = "And so it went on and on, without an end, as it does when people talk. " * 3
    text = f"Anna: {long.strip()}\n{long.strip()}\nBen: No\nAnna:\n{long.strip()}"
    paragraphs = split_paragraphs(text)
    assert [paragraph.speaker for paragraph in paragraphs] == ["Anna", "Anna", "Ben", "Anna"]
    blank_lines = text.replace("\n", "\n\n")
    paragraphs = split_paragraphs(blank_lines)
    assert [paragraph.speaker for paragraph in paragraphs] == ["Anna", "Anna", "Ben", "Anna"]
    together = split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [blank_lines]}))
    assert together.loc[together["paragraph"] == 4, "sentence"].iloc[0].startswith("Anna:\n\nAnd")


def test_long_turns_are_found_by_arrays_and_parser_alike():
    long = "it went on and on, without an end, as it does when people talk of the weather. " * 2
    text = f"Anna: {long}\n\nBen: {long}\n\nBut {long}\n\nAnna: {long}"
    table = split_text(text)
    by_paragraph = table.drop_duplicates("paragraph")
    assert by_paragraph["speaker"].tolist() == ["Anna", "Ben", "Ben", "Anna"]


def test_further_paragraphs_and_headings():
    text = "Notes of May.\n\nAnna: Why?\n\nBen: No.\n\nIn short: no idea\n\nNot now.\n\n# Part two\n\nIt rained.\n\nBen: Yes"
    assert spoken(text) == [
        ("", "Notes of May."),
        ("Anna", "Anna: Why?"),
        ("Ben", "Ben: No."),
        ("Ben", "In short: no idea"),
        ("Ben", "Not now."),
        ("", "It rained."),
        ("Ben", "Ben: Yes"),
    ]


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_a_label_on_a_line_of_its_own_belongs_to_the_sentence_below(blank):
    text = f"A talk.\n\nANNA:{blank}Do you feel safe? Say.\n\nBEN:{blank}most of the time\n\nANNA:{blank}Why?"
    assert spoken(text) == [
        ("", "A talk."),
        ("ANNA", f"ANNA:{blank}Do you feel safe?"),
        ("ANNA", "Say."),
        ("BEN", f"BEN:{blank}most of the time"),
        ("ANNA", f"ANNA:{blank}Why?"),
    ]


def test_a_label_with_nothing_to_say():
    assert spoken("Ada:\n\nBen: Yes.\n\nAda:\n\n# Aims\n\nNo.\n\nBen:") == [
        ("Ada", "Ada:"),
        ("Ben", "Ben: Yes."),
        ("Ada", "Ada:"),
        ("", "No."),
        ("Ben", "Ben:"),
    ]


def test_a_list_below_a_label_begins_a_sentence():
    text = "Ada:\n\n- bread\n- water\n\nBo:\n- milk\n\nAda: Yes."
    assert spoken(text) == [
        ("Ada", "Ada:"),
        ("Ada", "- bread"),
        ("Ada", "- water"),
        ("Bo", "Bo:"),
        ("Bo", "- milk"),
        ("Ada", "Ada: Yes."),
    ]


def test_names_and_time_stamps_above_the_speech():
    text = "Anna Orr  0:03\nDo you feel safe?\n\nSpeaker 2  0:07\nMost of the time\n\nAnna Orr  1:00:09\nWhy?"
    assert spoken(text) == [
        ("Anna Orr", "Anna Orr  0:03\nDo you feel safe?"),
        ("Speaker 2", "Speaker 2  0:07\nMost of the time"),
        ("Anna Orr", "Anna Orr  1:00:09\nWhy?"),
    ]


def test_questions_and_answers_with_full_stops():
    text = "Q. Did you see it?\n\nA. Yes. I did\n\nQ. When?\n\nA. In May."
    assert spoken(text) == [
        ("Q", "Q. Did you see it?"),
        ("A", "A. Yes."),
        ("A", "I did"),
        ("Q", "Q. When?"),
        ("A", "A. In May."),
    ]
    assert not has_speakers("A. One.\n\nB. Two.\n\nA. Three.\n\nB. Four.")


def test_a_label_belongs_to_its_sentence():
    text = "Prof. St. B. Orr (of the U.S. Board): Yes. No.\n\nMs. Ba: No!\n\nMs. Ba: Why?"
    assert sentences_of(text) == [
        "Prof. St. B. Orr (of the U.S. Board): Yes.",
        "No.",
        "Ms. Ba: No!",
        "Ms. Ba: Why?",
    ]


def test_a_turn_ends_a_sentence():
    text = "Anna: I was in the\n\nben: yes\n\nmiddle of it.\n\nAnna: I was.\n\nben: no"
    assert spoken(text) == [
        ("Anna", "Anna: I was in the"),
        ("ben", "ben: yes\n\nmiddle of it."),
        ("Anna", "Anna: I was."),
        ("ben", "ben: no"),
    ]


def test_labels_in_brackets_and_sounds():
    text = "[Anna] Why?\n\n[laughter]\n\n[Speaker 2] Most of the time\n\n[Anna] When?"
    assert [speaker for speaker, _ in spoken(text)] == ["Anna", "Anna", "Speaker 2", "Anna"]
    mixed = "Q: Why?\n\n[Speaker 2] Most of the time\n\n[Door]\n\nQ: When?"
    assert [speaker for speaker, _ in spoken(mixed)] == ["Q", "Speaker 2", "Speaker 2", "Q"]


def test_a_note_in_brackets_makes_no_other_speaker():
    text = "Ada: Why?\n\nBo (Geneva): No.\n\nAda (laughs): So\n\nBo (Geneva): Yes."
    assert [speaker for speaker, _ in spoken(text)] == ["Ada", "Bo (Geneva)", "Ada", "Bo (Geneva)"]


def test_small_names_count_beside_small_names():
    text = "interviewer: Why?\n\nspeaker: most of the time\n\nthe point is this: no\n\ninterviewer: When?"
    speakers = [speaker for speaker, _ in spoken(text)]
    assert speakers == ["interviewer", "speaker", "speaker", "interviewer"]


def test_in_a_transcript_no_line_that_begins_like_a_label_is_a_heading():
    text = "Anna: Why?\n\nA woman from the back: No idea\n\nAnna: When?\n\nBen: Now."
    assert [section for section, _, _ in rows_of(text)] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("text", "language", "speakers"),
    [
        (
            "记者：你好。为什么？\n\n市长：大部分时间\n\n记者：好。",
            "zh",
            ["记者", "记者", "市长", "记者"],
        ),
        ("سارة: لماذا؟\n\nأحمد: نعم\n\nسارة: متى؟", "ar", ["سارة", "أحمد", "سارة"]),
        ("**Ada:** Warum?\n\n**Bo:** Weil es geht\n\n**Ada:** So.", "de", ["Ada", "Bo", "Ada"]),
        ("Ada : Pourquoi ?\n\nBo : Pour voir\n\nAda : Bien.", "fr", ["Ada", "Bo", "Ada"]),
    ],
)
def test_turns_in_many_languages(text, language, speakers):
    assert [speaker for speaker, _ in spoken(text, language)] == speakers


@pytest.mark.parametrize(
    "text",
    [
        "Note: Keep it shut.\n\nNote: Lock it.\n\nThen leave.",
        "From: Ada\nTo: Bo\nSubject: Water\n\nCome.\n\nFrom: Bo\nTo: Ada\nSubject: Water\n\nNo.",
        "[1]: https://example.org\n\n[2]: https://example.org\n\n[1]: https://example.org",
        "10:30 We met.\n\n11:30 We ate.\n\n10:30 We met.",
        "- Water: for all\n- Food: for all\n- Water: now",
        "Title: Water\nAuthor: Ada\nTopic: lights\nTopic: water\nTopic: food\n\nIt rained.\n\nEnd.",
        "Title: Water\nTopic: lights\nTopic: water",
        "10:30 Coffee\nin the hall\n\n11:30 Lunch\nin the hall\n\n12:30 Coffee\nin the hall",
        "[0:01] Yes\n[0:05] No\n[0:09] Yes\n[0:12] Why",
    ],
)
def test_prose_with_colons_is_no_transcript(text):
    assert not has_speakers(text)


def test_other_texts_have_blank_speakers():
    documents = pd.DataFrame({"doc_id": ["a", "b"], "text": [INTERVIEW, "It rained. Then not."]})
    sentences = split_sentences(documents)
    assert sentences["speaker"].tolist() == ["Interviewer", "Speaker", "Interviewer", "", ""]
    assert sentences["speaker"].dtype == "str"
    alone = split_sentences(documents[1:])
    assert "speaker" not in alone


@pytest.mark.parametrize("headings", ["guessed", "marked", "none"])
def test_turns_are_found_whichever_headings_count(headings):
    columns = {"doc_id": ["a"], "text": [INTERVIEW], "headings": [headings]}
    assert "speaker" in split_sentences(pd.DataFrame(columns))


@pytest.mark.parametrize("before", ["[00:00:01.560] - ", "[0:03] ", "00:00:01 "])
def test_a_name_behind_a_time_stamp_is_alone_on_its_line(before):
    turns = [("Anna Berg", "So why now"), ("Speaker 2", "We need it"), ("Anna Berg", "Indeed")]
    text = "\n".join(f"{before}{name}\n{said}" for name, said in turns)
    sentences = split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    assert sentences["speaker"].tolist() == [name for name, _ in turns]
    assert sentences["sentence"].tolist() == [f"{before}{name}\n{said}" for name, said in turns]
