"""`study.yaml`: its keys, and the message of every mistake in it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError
from analysis.reading.settings import Settings, first_fitting, glob_pattern, read_settings


def faults(path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_settings(path)
    return [str(fault) for fault in caught.value.faults]


def test_settings_hold_what_the_keys_say(write):
    folder = write("texts/a.txt", "", "study.yaml", "texts: texts\ntext: body\nnames: '{c}_{y:d}'\nlanguage: fr\n"
                   "encoding:\n  'old/*.txt': latin-1\n  '*.csv': windows-1252\ngroups: [c, outlet]\ntime: y\n")  # fmt: skip
    study = read_settings(folder)
    assert (study.texts, study.text, study.language, study.groups, study.time) == (
        folder / "texts", "body", "fr", ("c", "outlet"), "y")  # fmt: skip
    assert [study.encoding_of(name) for name in ("../x/old/a.txt", "old/a.txt", "b/t.csv", "a.txt")] == [
        "latin-1", "latin-1", "windows-1252", ""]  # fmt: skip
    assert study.metadata_in_name("deep/CHN_007") == {"c": "CHN", "y": "7"}
    assert study.metadata_in_name("CHN") is None


def test_settings_without_the_file_hold_only_paths(write):
    folder = write("a.txt", "", "none/b.txt", "")
    assert (read_settings(folder).texts, read_settings(folder).groups) == (folder, ())
    assert (read_settings(folder / "a.txt").folder, read_settings(folder / "a.txt").texts) == (
        folder,
        folder / "a.txt",
    )
    assert read_settings(write("study.yaml", "")).text == "text"


def test_a_single_encoding_applies_to_every_file(write):
    assert (
        read_settings(write("study.yaml", "encoding: koi8-r")).encoding_of("any/file.txt")
        == "koi8-r"
    )


def test_a_pattern_with_a_slash_matches_the_whole_path(write):
    study = read_settings(write("study.yaml", "names: '{country}/{year:d}'"))
    assert study.metadata_in_name("Kenya/1999") == {"country": "Kenya", "year": "1999"}
    assert study.metadata_in_name("1999") is None


def test_every_mistake_is_named_at_once(write):
    assert faults(
        write(
            "study.yaml",
            "text: []\nencodng: x\ngroups: outlet\nnames: '{a}_{a}'\ntexts: no\ntext: u\n",
        )
    ) == [
        "study.yaml, texts: found 'no', which is not a folder; expected a folder, relative to the study",
        "study.yaml, line 1, text: found []; expected a single value, in quotes if it contains a colon",
        "study.yaml, line 2: found the unknown key 'encodng'; expected 'encoding'",
        "study.yaml, line 3, groups: found 'outlet'; expected a list of metadata columns, such as [outlet, country]",
        "study.yaml, line 4, names: found '{a}_{a}'; expected names in braces, each once, "
        "such as {country}_{session:d}_{year:d}",
        "study.yaml, line 6: found the key 'text' again; expected each key once",
    ]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("groups: [a\n", "study.yaml, line 2: found text that is not YAML ("),
        (
            "- a\n",
            "study.yaml, line 1: found no keys; expected `key: value`, with the keys texts, text, ",
        ),
        (
            "encoding: {}\n",
            "study.yaml, line 1, encoding: found {}; expected an encoding of text, such as windows-1252",
        ),
        (
            "encoding: {a: hex}\n",
            "study.yaml, line 1, encoding: found 'hex'; expected an encoding of text, such as windows-1252",
        ),
        ("names: '{a'\n", "study.yaml, line 1, names: found '{a'; expected names in braces"),
        ("names: '{2a}'\n", "study.yaml, line 1, names: found '{2a}'; expected names in braces"),
        (
            "language: French\n",
            "study.yaml, line 1, language: found 'French'; expected a BCP 47 tag, such as fr",
        ),
        (
            "texts: [a]\n",
            "study.yaml, line 1, texts: found ['a']; expected a single value, in quotes if it contains a colon",
        ),
        (
            "text: &a [*a]\n",
            "study.yaml, line 1: found the anchor &a; expected quotes around a text that begins with &",
        ),
    ],
)
def test_a_mistake_is_named(write, text, start):
    assert faults(write("study.yaml", text))[0].startswith(start)


def fits(glob: str, text: str) -> bool:
    """The slow reference: each `*` is tried at every length."""
    if not glob:
        return not text
    if glob[0] == "*":
        return any(fits(glob[1:], text[n:]) for n in range(len(text) + 1))
    return text[:1] == glob[0] and fits(glob[1:], text[1:])


@given(st.text("ab*", max_size=6), st.text("ab", max_size=7))
def test_a_glob_fits_what_the_slow_reference_fits(glob, text):
    assert bool(glob_pattern(glob).fullmatch(text)) == fits(glob, text)


# Each takes more than a lifetime if every way to fit the glob to the text is tried.
@pytest.mark.parametrize(
    ("glob", "text"),
    [
        ("*a" * 30 + "b", "a" * 300 + "c"),
        ("*a" * 30 + "b", "b" + "a" * 300),
        ("*" * 3000 + "b", "a" * 3000 + "bc"),
        ("*ab*a" * 200 + "*c", "ab" * 5000 + "cb"),
        ("* *" * 30 + "x", " " * 3000),
    ],
)
def test_a_glob_of_many_stars_has_an_end(glob, text):
    assert not glob_pattern(glob).fullmatch(text)
    assert not first_fitting([glob, f"{glob}*{glob}"], text)
    assert not Settings(Path(), Path(), Path(), encoding={glob: "latin-1"}).encoding_of(text)


def test_values_of_the_keys_that_leave_lines_and_texts_out(write):
    text = "headings: marked\ndrop: [Page *]\nsplit: End of Document\nleave_out: [a]\nhtml: whole\n"
    settings = read_settings(write("study.yaml", text))
    assert settings.headings == "marked"
    assert (settings.drop, settings.split) == (("Page *",), ("End of Document",))
    assert (settings.leave_out, settings.html) == (("a",), ("whole",))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("headings: guesed", "'guesed'; expected 'guessed'"),
        ("drop: ['*']", r"expected a list of whole lines, in which \* is anything"),
        ("leave_out: []", "expected a list of ids of texts"),
        ("split: {a: b}", "expected a list of whole lines"),
        ("html: [whole, hole]", "found 'hole'; expected `whole`"),
    ],
)
def test_wrong_values_of_these_keys(write, line, message):
    with pytest.raises(InputError, match=message):
        read_settings(write("study.yaml", line))


# -- events ----------------------------------------------------------------------------------------


def test_events_are_labels_by_date(tmp_path):
    (tmp_path / "study.yaml").write_text(
        "events:\n  2020-03-11: Pandemic declared\n  2015-12: 'Paris: agreement'\n  2008: Crisis\n"
    )
    assert read_settings(tmp_path).events == {
        "2020-03-11": "Pandemic declared",
        "2015-12": "Paris: agreement",
        "2008": "Crisis",
    }


def test_a_study_without_events_has_none(tmp_path):
    assert read_settings(tmp_path).events == {}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("[2020-03-11]", "found ['2020-03-11']; expected a date and a label for each event"),
        ("{2020-13: x}", "found '2020-13'; expected a day, month or year"),
        ("{2020-02-30: x}", "found '2020-02-30'; expected a day, month or year"),
        ("{March: x}", "found 'March'; expected a day, month or year"),
        ("{2020: ''}", "found no label for 2020; expected a label"),
        ("{2020: [x]}", "found no label for 2020; expected a label"),
        ("{}", "found {}; expected a date and a label"),
        ("{2020: x, 2020: y}", "found the key '2020' again"),
    ],
)
def test_an_event_without_a_date_or_a_label_is_an_error(tmp_path, written, found):
    (tmp_path / "study.yaml").write_text(f"events: {written}\n")
    with pytest.raises(InputError, match=re.escape(found)):
        read_settings(tmp_path)
