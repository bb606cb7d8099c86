"""Long runs of one character or one entry take a time in proportion, not by its square.

By their square, each of these would take from 10 seconds to minutes.
"""

import re
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import InputError, read_codebook, read_documents, split_sentences
from analysis.codebook.formats import liwc

N = 100_000
MOST = 5.0  # seconds of the processor

CODEBOOKS = {
    "zeros.dic": "%\n" + "0" * N + "x\n1 a\n%\nb 1\n",
    "blanks.dic": "%\n1 a\n%\nb" + " " * N + "x\n",
    "numbers.dic": "%\n1 a\n%\nb" + " 1" * (N // 2) + "x\n",
    "blanks.cat": "A\n\tword" + " \t" * N + "x\n\tb (1)\n",
}
TEXTS = {
    "quotes.txt": "Hello " + "“" * (2 * N) + ". There are people. Yes.",
    "pre.html": "<p>Hello there.</p><pre>a" + " " * (5 * N) + "b</pre><p>More words.</p>",
}


@pytest.mark.parametrize("name", CODEBOOKS)
def test_codebooks(tmp_path, recwarn, name):
    (tmp_path / name).write_text(CODEBOOKS[name], encoding="utf-8")
    before = process_time()
    try:
        read_codebook(tmp_path / name)
    except InputError as error:
        assert "expected" in str(error)
    assert process_time() - before < MOST


@pytest.mark.parametrize("name", TEXTS)
def test_texts(tmp_path, name):
    (tmp_path / name).write_text(TEXTS[name], encoding="utf-8")
    before = process_time()
    sentences = split_sentences(read_documents(tmp_path))
    assert process_time() - before < MOST
    assert len(sentences) > 1


ENDING_NUMBERS = re.compile(rf"(?:\s+{liwc.NUMBER.pattern})+$")


@given(st.text("a1 20/()<>\u00a0", max_size=12).map(str.strip))
@example("kind (1 2)3/4 5")
@example("a 5(1 2)3")
def test_numbers_at_the_end_of_a_line_are_those_of_one_expression(line):
    found = ENDING_NUMBERS.search(line)
    expected = (line[: found.start()], found[0]) if found else (line, "")
    assert liwc._split_term(line) == expected
