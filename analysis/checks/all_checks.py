"""The table of all checks.

They stand in the order in which their advice is best followed: a cause before what it causes. To
add a check, write it in the file of its subject and name it here.
"""

from collections.abc import Callable, Iterable, Iterator

from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs

Check = Callable[[Inputs], Iterable[Finding]]

# What is wrong with the texts. They need documents and sentences.
TEXT_CHECKS: tuple[Check, ...] = ()

# What is wrong with the patterns, given the texts. They need the codebook and its hits as well.
PATTERN_CHECKS: tuple[Check, ...] = ()


def check_texts(inputs: Inputs) -> Iterator[Finding]:
    """Yield what all checks of the texts find."""
    for check in TEXT_CHECKS:
        yield from check(inputs)


def check_patterns(inputs: Inputs) -> Iterator[Finding]:
    """Yield what all checks of the patterns find; nothing without a codebook."""
    if inputs.codebook is None or inputs.hits is None:
        return
    for check in PATTERN_CHECKS:
        yield from check(inputs)
