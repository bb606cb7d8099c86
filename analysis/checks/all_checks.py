"""The table of all checks.

Follow their advice in this order: causes come before their effects. To add a check, write it in the
file of its subject and name it here.
"""

from collections.abc import Callable, Iterable, Iterator

from analysis.checks import patterns
from analysis.checks.article_ends import article_ends
from analysis.checks.cut_sentences import pieces_without_end, small_beginnings
from analysis.checks.debris import lost_letters, mojibake, undecoded_markup, urls
from analysis.checks.findings import Finding
from analysis.checks.fonts import names_without_font
from analysis.checks.headings import guessed_headings
from analysis.checks.inputs import Inputs, PatternInputs
from analysis.checks.languages_of_texts import other_languages
from analysis.checks.lengths import long_sentences, unusual_lengths
from analysis.checks.near_duplicates import near_duplicates
from analysis.checks.recurring_lines import recurring_lines
from analysis.checks.repeated_sentences import repeated_sentences

Check = Callable[[Inputs], Iterable[Finding]]
PatternCheck = Callable[[PatternInputs], Iterable[Finding]]

# What is wrong with the texts. They need documents and sentences.
TEXT_CHECKS: tuple[Check, ...] = (
    mojibake,
    lost_letters,
    undecoded_markup,
    article_ends,
    recurring_lines,
    near_duplicates,
    other_languages,
    small_beginnings,
    pieces_without_end,
    guessed_headings,
    long_sentences,
    unusual_lengths,
    repeated_sentences,
    names_without_font,
    urls,
)

# What is wrong with the patterns, given the texts. They need the codebook and its hits as well.
PATTERN_CHECKS: tuple[PatternCheck, ...] = (
    patterns.syntax,
    patterns.in_capitals,
    patterns.everywhere,
    patterns.both_cases,
    patterns.never_found,
    patterns.shadowed,
    patterns.shared,
    patterns.split_by_a_word,
)


def check_texts(inputs: Inputs) -> Iterator[Finding]:
    """Yield what all checks of the texts find.

    A folder of tables has no texts, only their sentences: nothing about lines is found there.
    """
    for check in TEXT_CHECKS:
        yield from check(inputs)
    if "text" not in inputs.documents:
        n = len(inputs.documents)
        found = "tables, without the lines and headings of the texts"
        yield Finding("note", "texts", n, found, "check the study that they were made from as well")


def check_patterns(inputs: Inputs) -> Iterator[Finding]:
    """Yield what all checks of the patterns find; nothing without a codebook."""
    if inputs.codebook is None or inputs.search is None:
        return
    of_patterns = PatternInputs(inputs.sentences, inputs.search, inputs.codebook)
    for check in PATTERN_CHECKS:
        yield from check(of_patterns)
