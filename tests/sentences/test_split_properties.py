"""Properties of the sentences of any text."""

import re

import pandas as pd
import pytest
import tiny
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analysis.hits.find import find_hits
from analysis.languages import primary
from analysis.measures.shares import theme_shares
from analysis.reading.dropped_lines import drop_lines
from analysis.reading.layout import HEADINGS, split_paragraphs
from analysis.sentences.split import split_sentences
from analysis.sentences.text_buffer import TextBuffer
from analysis.tables import SENTENCES

LONG = "So it went on, without a heading and without an end, as press texts do. " * 3


# Any characters, including control characters and unassigned ones. Texts never hold surrogates.
ANY = st.text(
    st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Z", "C"]), max_size=80
)

# Punctuation of many scripts, white space of all kinds, and a few letters.
CHARACTERS = st.text(
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
        "It runs on over a blank line, in more words than any heading may have, and then",
        "and goes on below",
        "the two-",
        "state solution.",
        "a) item",
        "A note.[^1]",
        "Clean #water",
        "мир и",
        "ქართული",
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
        "Anna: yes, but",
        "Ben: No. Not now.",
        "Anna:",
        "[Ben] No",
        "[00:01] Anna: so",
        "Ben  0:12",
        "Q. Why? So",
        "A. U.S. law.",
        "记者：好。为",
        f"Anna: {LONG}",
        f"[Ben] {LONG}",
        f"Ben: {LONG}",
        LONG.lower(),
        LONG.strip()[:-1],
        f"and {LONG[3:]}",
        "",
        "",
        " \t",
        "\r",
        "\x0b",
        "\u2028",
        "\ufeff",
    ]
)

# Headings, list items, turns, paragraphs and blank lines in any order.
LINE_ENDS = st.sampled_from(["\n", "\n\n", " \n", "\n  ", " "])
ENDED_LINES = st.tuples(LINES | CHARACTERS, LINE_ENDS).map("".join)
STRUCTURED = st.lists(ENDED_LINES, max_size=12).map("".join)

# Texts of which many are transcripts.
LABELS = st.sampled_from(
    ["Anna: ", "Anna: ", "Ben:\n", "Ben:\n\n", "[Ben] ", "Q. ", "A. ", "1:02 Ben: ", "记者：", ""]
)
SPOKEN = st.lists(st.tuples(LABELS, ENDED_LINES).map("".join), max_size=10).map("".join)

PHRASES = st.sampled_from(
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
IN_LANGUAGES = st.lists(PHRASES | CHARACTERS, max_size=8).map("".join)

TAGS = "en de fr es ru uk el hy ar fa ur hi my th ko zh-Hans zh-Hant yue ja xx"
LANGUAGES = st.sampled_from(["", *TAGS.split()])


def check_sentences(text, language="en", headings="guessed"):
    """Check that every sentence matches the text at its offsets and that the rest is headings."""
    columns = {"doc_id": ["a"], "text": [text], "language": [language], "headings": [headings]}
    documents = pd.DataFrame(columns)
    before = documents.copy(deep=True)
    sentences = split_sentences(documents)
    assert_frame_equal(documents, before)
    dtypes = sentences.dtypes.astype(str).to_dict()
    assert dtypes in (SENTENCES.columns, {**SENTENCES.columns, "speaker": "str"})
    assert sentences["sent_id"].tolist() == list(range(1, len(sentences) + 1))
    end = paragraph = 0
    section = ""
    for row in sentences.itertuples():
        assert row.start >= end
        assert row.sentence == text[row.start : row.end]
        assert row.sentence == row.sentence.strip() != ""
        above = headings_in(text[end : row.start])
        if above:
            section = " — ".join(above)
        assert row.section == section
        begins_paragraph = row.paragraph == paragraph + 1
        assert begins_paragraph or row.paragraph == paragraph > 0
        assert begins_paragraph or not above
        end = row.end
        paragraph = row.paragraph
    assert text[end:].strip() == ""
    if headings == "none":
        assert sentences["section"].eq("").all()
    check_turns(text, primary(language), headings, sentences)
    return sentences


def check_turns(text, language, headings, sentences):
    """Check that every turn begins a paragraph and that its label belongs to its first sentence."""
    paragraphs = split_paragraphs(text, language, headings)
    first_sentences = sentences.drop_duplicates("paragraph").set_index("start")
    turns = [paragraph for paragraph in paragraphs if paragraph.label_end]
    for turn in turns:
        first = first_sentences.loc[turn.spans[0][0]]
        assert first["end"] >= turn.label_end
        assert first["speaker"] == turn.speaker != ""
    assert ("speaker" in sentences) == bool(turns)


def headings_in(text):
    """The lines of a text that are not blank, without the `#` of Markdown headings."""
    lines = [line.strip() for line in text.split("\n")]
    return [without_markdown(line) for line in lines if line]


def without_markdown(heading):
    found = re.fullmatch(r"#{1,6}\s+(.*)", heading, re.DOTALL)
    return re.sub(r"\s+#+$", "", found[1]) if found else heading


@given(ANY | CHARACTERS | STRUCTURED | SPOKEN | IN_LANGUAGES, LANGUAGES, st.sampled_from(HEADINGS))
def test_nothing_is_lost_or_counted_twice(text, language, headings):
    check_sentences(text, language, headings)


GLOBS = st.lists(
    st.sampled_from(["A*", "* and*", "the *", "# *", "*:*", "It *", "- *"]), max_size=3
)
CODEBOOK = tiny.codebook({"a": ["and", "the *", "it", "!and below"], "a/b": ["runs on", "a*"]})


@given(STRUCTURED | SPOKEN, GLOBS)
def test_all_that_is_always_true_holds_where_lines_are_dropped(text, globs):
    kept = drop_lines(text, tuple(globs)).text
    sentences = check_sentences(kept)
    hits = find_hits(sentences, CODEBOOK)
    own = sentences.set_index("sent_id").loc[hits["sent_id"]]
    assert (own["start"].to_numpy() <= hits["start"]).all()
    assert (hits["end"] <= own["end"].to_numpy()).all()
    assert [kept[hit.start : hit.end] for hit in hits.itertuples()] == hits["match"].tolist()
    assert not hits.duplicated(["doc_id", "theme", "start"]).any()
    shares = theme_shares(sentences, hits, CODEBOOK, by="section")
    assert len(shares) == len(CODEBOOK.themes) * sentences["section"].nunique()
    ratio = shares["n_sentences_hit"] / shares["n_sentences"]
    assert (shares["share"] == ratio).all()
    is_root = shares["theme"] == "a"
    assert shares.loc[is_root, "n_hits"].sum() == len(hits)


@given(st.lists(STRUCTURED | SPOKEN, min_size=1, max_size=3), LANGUAGES, st.sampled_from(HEADINGS))
def test_arrays_and_the_parser_find_the_same_segments(texts, language, headings):
    which = [headings] * len(texts)
    fast = TextBuffer(texts, primary(language), which).segments
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TextBuffer, "_are_simple_paragraphs", lambda _, lines: lines.start < 0)
        parsed = TextBuffer(texts, primary(language), which).segments
    for column, expected in zip(fast, parsed, strict=True):
        assert column.tolist() == expected.tolist()


@given(
    st.lists(
        CHARACTERS | st.sampled_from(["Well. ", "“Go! ", "a (b. C) "]), min_size=1, max_size=4
    ),
    st.integers(1, 500),
)
def test_long_texts(parts, times):
    text = "".join(parts)
    check_sentences(text * times if len(parts) > 2 else text)


@pytest.mark.parametrize(
    "repeated",
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
        "and so\n\n",
        "Anna: yes\nBen: no\n\n",
        "😀.\n\n",
        "\0",
    ],
)
def test_very_long_texts(repeated):
    n_chars = 100_000 if len(repeated) == 1 else 10_000
    check_sentences(repeated * (n_chars // len(repeated)))


@given(
    st.dictionaries(ANY, STRUCTURED | SPOKEN | IN_LANGUAGES, min_size=2, max_size=5),
    st.lists(LANGUAGES, min_size=1, max_size=2),
    st.sampled_from([1, 50, 500_000]),
)
def test_texts_do_not_affect_one_another(texts, languages, batch):
    """Texts of one language are split together; batches of any size give the same result."""
    documents = pd.DataFrame({"doc_id": texts.keys(), "text": texts.values()}, dtype="str")
    documents["language"] = [languages[n % len(languages)] for n in range(len(texts))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.sentences.split.BATCH", batch)
        together = split_sentences(documents)
    # By row number: NumPy, which compares the ids, takes "" and "\0" for the same text.
    row_of = {key: n for n, key in enumerate(texts)}
    one_by_one = [split_sentences(documents.iloc[[row_of[key]]]) for key in sorted(texts)]
    expected = SENTENCES.frame(pd.concat([SENTENCES.empty(), *one_by_one]))
    if "speaker" in expected:
        expected["speaker"] = expected["speaker"].fillna("")
    assert_frame_equal(together, expected)
