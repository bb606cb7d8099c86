"""Always true of the checks, whatever the texts: no error, and advice that fits what it names only."""

from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis import split_sentences
from analysis.checks.all_checks import check_texts
from analysis.checks.globs import safe_globs
from analysis.checks.inputs import Inputs
from analysis.checks.terminal import last_line, table_lines
from analysis.reading.dropped_lines import drop_lines
from analysis.reading.settings import Settings, glob_pattern

LINES = st.sampled_from(
    [
        "Page 3",
        "Page 4 (a):",
        "---",
        "A/70/PV.22 1/2/2015",
        "Yes.",
        "and so",
        "End of Document",
        "* *",
        "Page by page",
        "# Aims",
        "Aims",
        "&amp; <br>",
        "MÃ¼ller",
        "http://a.b",
        "人人生而自由",
        "12",
        "",
    ]
)
TEXTS = st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=12).map("\n".join)


def inputs_of(texts, *, headings="guessed"):
    documents = pd.DataFrame(
        {
            "doc_id": [f"{number:03}" for number in range(len(texts))],
            "path": "a.txt",
            "language": "en",
            "text": texts,
            "headings": headings,
        }
    ).astype({"doc_id": "str", "path": "str", "language": "str", "text": "str", "headings": "str"})
    path = Path("s")
    return Inputs(Settings(path, path, path), documents, split_sentences(documents))


@given(st.lists(TEXTS, max_size=6))
def test_no_text_is_too_odd_to_be_checked(texts):
    found = list(check_texts(inputs_of(texts)))
    assert all(finding.n > 0 and finding.found and finding.advice for finding in found)
    assert all(len(line) <= 100 for line in table_lines(found))
    assert "\n" not in last_line("s", "", found)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_what_is_dropped_is_found_no_more(texts):
    found = list(check_texts(inputs_of(texts)))
    drop = [glob for finding in found for glob in finding.settings.get("drop", ())]
    if drop:
        kept = [drop_lines(text, tuple(drop)).text for text in texts]
        again = list(check_texts(inputs_of(kept)))
        assert not {glob for finding in again for glob in finding.settings.get("drop", ())} & set(
            drop
        )


@given(
    st.lists(st.text("aA 12/.*", min_size=1, max_size=12).map(str.strip).filter(bool), min_size=1)
)
def test_globs_fit_their_lines_and_no_others(lines):
    kinds = {}
    for line in lines[: len(lines) // 2 + 1]:
        shape = "".join("#" if character.isdigit() else character for character in line)
        while "##" in shape:
            shape = shape.replace("##", "#")
        kinds.setdefault(shape, {})[line] = None
    members = {line for kind in kinds.values() for line in kind}
    globs = safe_globs([list(kind) for kind in kinds.values()], [("a", "\n".join(lines))])
    for line in set(lines) - members:
        assert not any(glob_pattern(glob).fullmatch(line) for glob in globs)
    for line in members:
        if "*" not in line:
            assert any(glob_pattern(glob).fullmatch(line) for glob in globs)
