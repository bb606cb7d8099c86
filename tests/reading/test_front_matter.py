"""The front matter of Markdown files: what is metadata, what is a rule, and what is a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, read_documents
from analysis.reading.front_matter import split_front_matter


def fault(text):
    with pytest.raises(InputError) as caught:
        split_front_matter(text, "a.md")
    return "\n".join(map(str, caught.value.faults))


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("---\na: b\n---\n", {"a": "b"}),
        ("---  \na: b\n---\t", {"a": "b"}),
        ("---\n\n# who\nA name: b\n  c\n\n---\n", {"A name": "b c"}),
        ("---\ntags:\n- b\n- c\n---\n", {"tags": "b; c"}),
        ("---\na: no\nb: 007\nc:\n---\n", {"a": "no", "b": "007", "c": ""}),
        ("---\na: |\n  b\n  c\n---\n", {"a": "b\nc\n"}),
        ("---\n---\n", {}),
        ("---\n\n \n---\n", {}),
    ],
)
def test_lines_with_keys_are_metadata(text, stated):
    assert split_front_matter(text, "a.md") == (stated, "")
    if text.endswith("\n"):
        assert split_front_matter(f"{text}Text.\n---\n", "a.md") == (stated, "Text.\n---\n")


@pytest.mark.parametrize(
    "text",
    [
        "---",
        "---\n",
        "---\nText.",
        "---\nText\n---\n",
        "---\na: b",  # never closed
        "---\na: b\nText\n---\n",
        " ---\na: b\n---\n",
        "----\na: b\n---\n",
        "--- a\na: b\n---\n",
        "---\n- one\n- two\n---\n",  # a list between two rules
        "---\n# A title\n---\n",
        "---\n    indented\n---\n",
    ],
)
def test_other_text_below_a_rule_is_text(text):
    assert split_front_matter(f"{text}", "a.md") == ({}, text)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("doc: a\ndoc: b", "a.md, line 3: found the key 'doc' again; expected each key once"),
        ("a: {b: c}", "a.md, line 2, a: found keys below 'a'; expected `a: value`"),
        ("b: c\na:\n  - d: e", "a.md, line 3, a: found keys below 'a'; expected `a: value`"),
        ("a:\n  - [b]", "a.md, line 2, a: found keys below 'a'; expected `a: value`"),
        ('a: "b', "a.md, line 3: found metadata that is not YAML; expected `key: value` between"),
        ("title:Hello", "a.md, line 2: found metadata that is not YAML; expected `key: value`"),
        ("a: b\n? [c]\n: d", ""),
        ("a: b\n- c", "a.md, line 3: found metadata that is not YAML; expected `key: value`"),
        ("a: b\n : c", "a.md, line 3: found metadata that is not YAML; expected `key: value`"),
        (
            "a: " + "b" * 100_000,
            "a.md, line 1: found metadata of 100,004 characters; expected at most 100,000 between",
        ),
    ],
)
def test_wrong_metadata_are_a_fault(block, said):
    text = f"---\n{block}\n---\nText."
    if said:
        assert fault(text).startswith(said)
    else:
        assert split_front_matter(text, "a.md") == ({}, text)


@pytest.mark.parametrize("line", ["- x", "  x", "# x", "", "a: x", "-", "- - -", "a-b c: x", "\t"])
@pytest.mark.parametrize("end", ["---\n", "Text.\n", "", "=\n"])
@pytest.mark.parametrize("n", [26, 100_000])
def test_a_rule_above_many_lines_ends_at_once(line, end, n):
    lines = f"{line}\n" * n
    text = f"---\n{lines}{end}"
    try:
        _, rest = split_front_matter(text, "a.md")
        assert text.endswith(rest)
    except InputError as error:
        assert error.faults


@pytest.mark.parametrize("text", ["---\n" + "a" * 500_000, "---\n" + "a b" * 200_000 + "\n:---\n"])
def test_a_long_line_below_a_rule_is_looked_at_once(text):
    assert split_front_matter(text, "a.md") == ({}, text)


@given(st.text(st.sampled_from("-ab: \n#\t[]'\""), max_size=60))
def test_nothing_of_a_text_is_lost(text):
    try:
        stated, rest = split_front_matter(f"---\n{text}", "a.md")
    except InputError:
        return
    assert f"---\n{text}".endswith(rest)
    if not stated:
        assert not f"---\n{text}".removesuffix(rest).strip("- \n\t")


@pytest.mark.parametrize("key", ["doc_id", "text", "path", "sentence"])
@pytest.mark.parametrize("value", ["", " b"])
def test_a_key_that_the_workbook_needs_is_a_fault(write, key, value):
    folder = write("a.md", f"---\n{key}:{value}\n---\nText.")
    with pytest.raises(InputError, match=rf"a.md: found the column '{key}'; expected another name"):
        read_documents(folder)


def test_a_name_of_a_file_states_no_id(write):
    folder = write("a_1.txt", "Text.", "study.yaml", "names: '{doc_id}_{n:d}'")
    with pytest.raises(
        InputError, match=r"a_1.txt: found the column 'doc_id'; expected another na"
    ):
        read_documents(folder)
