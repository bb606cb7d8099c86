"""Findings as lines for a terminal: a table, what to put into study.yaml, and a last line."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from analysis.checks.findings import SEVERITIES, Finding, SettingLines, setting_lines
from analysis.wording import one_line, pluralize, printable

WIDTHS = {"severity": 8, "subject": 22, "found": 32, "what to do": 32}  # 100 with the gaps
GAP = "  "
MOST_LISTED = 20  # values of a key that are written out
LONGEST_PLACE = 100  # characters
ALL_OF_THEM = "`workbook check --out FILE.csv` lists all of them"


def table_lines(findings: Sequence[Finding]) -> list[str]:
    """Write findings in columns, in 100 characters; the first places are below what was found."""
    if not findings:
        return []
    lines = list(_row_lines([[name] for name in WIDTHS]))
    for finding in findings:
        lines += _row_lines(_cells(finding))
    return lines


def _cells(finding: Finding) -> list[list[str]]:
    """The four cells of a finding, each as a list of paragraphs."""
    advice = finding.advice
    if finding.settings:
        keys = ", ".join(f"`{key}:`" for key in finding.settings)
        advice += f" ({keys} below)"
    found = [finding.found, *_place_items(finding)]
    return [[finding.severity], [finding.subject], found, [advice]]


def _place_items(finding: Finding) -> list[str]:
    items = []
    for place in finding.places[: finding.n_shown]:
        short = one_line(place)
        if len(short) > LONGEST_PLACE:
            short = f"{short[: LONGEST_PLACE - 2]} …"
        items.append(f"- {short}")
    return items


def _row_lines(cells: list[list[str]]) -> Iterator[str]:
    """Yield the lines of one row: cells are wrapped, and lie side by side."""
    columns = []
    for paragraphs, width in zip(cells, WIDTHS.values(), strict=True):
        columns.append(_wrap_paragraphs(paragraphs, width))
    for parts in zip_longest(*columns, fillvalue=""):
        padded = map(str.ljust, parts, WIDTHS.values())
        yield GAP.join(padded).rstrip()


def _wrap_paragraphs(paragraphs: list[str], width: int) -> list[str]:
    lines = []
    for paragraph in paragraphs:
        indent = "  " if paragraph.startswith("- ") else ""
        lines += wrap(printable(paragraph), width, subsequent_indent=indent)
    return lines


def setting_block(settings: SettingLines) -> list[str]:
    """Write the lines for study.yaml, to be copied as they are; none if there are none."""
    if not settings:
        return []
    lines = ["", "for study.yaml, in place of the lines of these keys where it has them:", ""]
    for key, values in settings.items():
        lines += setting_lines({key: values[:MOST_LISTED]})
        if len(values) > MOST_LISTED:
            lines.append(f"# and {len(values) - MOST_LISTED:,} more: {ALL_OF_THEM}")
    return [*lines, ""]


def last_line(name: str, size: str, findings: Sequence[Finding]) -> str:
    """Write the line that a person reads first: what was read, how it is, what to do first.

    >>> last_line("s", "1 text", [])
    's: 1 text: no faults'
    >>> finding = Finding("warning", "texts", 9, "9 lines recur", "take them out", ())
    >>> last_line("s", "1 text", [finding])
    's: 1 text: 1 warning; first: texts: 9 lines recur'
    """
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    said = [pluralize(n, severity) for severity, n in counts.items() if n]
    to_do = [finding for finding in findings if finding.severity != "note"]
    if not to_do:
        said.insert(0, "no faults")
    line = f"{name}: {size}: {', '.join(said)}"
    if to_do:
        first = to_do[0]
        line += f"; first: {first.subject}: {first.found}"
        if first.settings:
            line += f"; see `{next(iter(first.settings))}:`"
    return printable(line)
