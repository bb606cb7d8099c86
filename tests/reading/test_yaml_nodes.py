"""One reader of YAML for codebooks, `study.yaml` and front matter: what it refuses, and how."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import InputError, read_codebook, read_documents
from analysis.reading.settings import read_settings
from analysis.reading.yaml_nodes import NotYaml, compose_yaml

# What is refused wherever YAML is read, and what is said of it; each lies on the second line.
REFUSED = {
    "an alias": ("b: *c", "the alias *c", "quotes around a text that begins with *"),
    "an anchor": ("b: &c d", "the anchor &c", "quotes around a text that begins with &"),
    "an anchor of a list": ("b: &c [d]", "the anchor &c", "quotes around a text"),
    "an anchor of a key": ("&c b: d", "the anchor &c", "quotes around a text"),
    "billions of laughs": (
        "b: &c [d, d]\ne: &f [*c, *c]\ng: [*f, *f]",
        "the anchor &c",
        "quotes around a text that begins with &",
    ),
    "a list in itself": ("b: &c [a, *c]", "the anchor &c", "quotes around a text"),
    "a tag": ("b: !c d", "the tag !c", "quotes around a text that begins with !"),
    "a tag of Python": (
        'b: !!python/object/apply:os.system ["true"]',
        "the tag !!python/object/apply:os.system",
        "quotes around a text that begins with !",
    ),
    "a tag of YAML that makes no text": ("b: !!set {c}", "the tag !!set", "quotes"),
    "half a character": (
        r'b: "\uD800"',
        r"half a character (\uD800 to \uDFFF)",
        "the character itself instead of its code",
    ),
    "half a character in a key": (
        r'"\udfff": b',
        "half a character (",
        "the character itself instead of its code",
    ),
    "3,000 levels": ("b: " + "[" * 3000, "more than 100 levels", "a few levels"),
    "3,000 levels of keys": ("b: " + "{a: " * 3000, "more than 100 levels", "a few levels"),
    "3,000 levels that are closed": ("b: " + "[" * 3000 + "]" * 3000, "more than 100", "a few"),
    "100 lists in a key": ("b: " + "[" * 100 + "]" * 100, "more than 100 levels", "a few levels"),
    "a control character": ("b: \x07", "the character U+0007", "printable text"),
    "NUL": ("b: \x00", "the character U+0000", "printable text"),
}


def codebook_faults(folder, text):
    (folder / "codebook.yaml").write_text(f"name: a\n{text}\n")
    with pytest.raises(InputError) as caught:
        read_codebook(folder / "codebook.yaml")
    return caught.value.faults


def settings_faults(folder, text):
    (folder / "study.yaml").write_text(f"text: a\n{text}\n")
    with pytest.raises(InputError) as caught:
        read_settings(folder)
    return caught.value.faults


def text_faults(folder, text):
    (folder / "a.md").write_text(f"---\nx: {text.removeprefix('b: ')}\n---\nText.\n")
    with pytest.raises(InputError) as caught:
        read_documents(folder)
    return caught.value.faults


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("find", [codebook_faults, settings_faults, text_faults])
def test_what_is_refused_is_a_fault_with_its_line(tmp_path, find, name):
    text, found, expected = REFUSED[name]
    if find is codebook_faults and name == "an alias":
        found, expected = "*c without quotes", "quotes around a pattern"  # which it may well be
    if find is text_faults and not text.startswith("b: "):
        pytest.skip("the text of the case is no value of a key")
    fault = next(one for one in find(tmp_path, text) if one.found.startswith(found))
    assert fault.line == 2
    assert fault.expected.startswith(expected)
    assert len(str(fault)) < 300


@pytest.mark.parametrize(
    "text",
    [
        r'"\U00110000"',  # beyond Unicode
        r'"\UFFFFFFFF"',
        "%YAML 1." + "9" * 5000 + "\n---\na",  # beyond the digits of a number
        "%YAML 2.0\n---\na",
        "a: 1\n---\nb: 2",
        "!<",
        "%TAG ! !\n%TAG ! !\n--- a",
    ],
)
def test_what_the_parser_itself_refuses_is_said(text):
    with pytest.raises(NotYaml) as caught:
        compose_yaml(text)
    assert caught.value.found.startswith("text that is not YAML (")
    assert caught.value.problem


@pytest.mark.parametrize(
    "tag", ["!!str", "!!int", "!!float", "!!bool", "!!null", "!<tag:yaml.org,2002:str>"]
)
def test_a_tag_that_says_what_a_text_is_changes_nothing(tag):
    assert compose_yaml(f"{tag} 007").value == "007"


def test_a_hundred_levels_are_read():
    node = compose_yaml("- " * 99 + "a")
    for _ in range(99):
        (node,) = node.value
    assert node.value == "a"


@given(
    st.text(max_size=40) | st.text(st.sampled_from("ab:[]{}-*&!%|> \n\"'#?,\\Uu0F"), max_size=40)
)
def test_any_text_is_a_node_or_no_yaml(text):
    try:
        compose_yaml(text)
    except NotYaml as error:
        assert error.found
        assert 0 <= error.line <= text.count("\n") + 2


def test_a_key_that_occurs_twice_is_a_fault_in_settings(write):
    folder = write("study.yaml", "encoding:\n  a: cp1252\n  b: cp1252\n  a: cp1251\ntime: x\n")
    with pytest.raises(
        InputError, match=r"study.yaml, line 4: found the key 'a' again; expected e"
    ):
        read_settings(folder)


@pytest.mark.parametrize("line", ['"' * 20_001, '\\"' * 20_000 + " *x", "- *x\n" * 5_000 + "["])
def test_stars_without_quotes_are_found_in_one_pass(tmp_path, line):
    assert codebook_faults(tmp_path, f"{line}\nb: [")
