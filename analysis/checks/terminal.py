"""Findings as lines for a terminal: a table, what to put into study.yaml, and a last line."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from analysis.checks.findings import SEVERITIES, Finding, SettingLines, setting_lines
from analysis.wording import one_line, pad, pluralize, printable, shorten, wrap_to_width

WIDTHS = {"severity": 8, "subject": 22, "found": 32, "what to do": 32}  # 100 with the gaps
GAP = "  "
MOST_LISTED = 20  # values of a key that are listed
MOST_FINDINGS = 200  # that are listed
INDENT = WIDTHS["severity"] + WIDTHS["subject"] + 2 * len(GAP)
ROOM = 100 - INDENT  # characters for a place
ALL_OF_THEM = "`workbook check --out FILE.csv` lists all of them"


def table_lines(findings: Sequence[Finding]) -> list[str]:
    """Write findings in columns, in 100 characters, each with its first places below it."""
    if not findings:
        return []
    lines = list(_row_lines(list(WIDTHS)))
    for finding in findings[:MOST_FINDINGS]:
        lines += _row_lines(_cells(finding))
        lines += _place_lines(finding)
    if len(findings) > MOST_FINDINGS:
        lines.append(f"and {len(findings) - MOST_FINDINGS:,} more: {ALL_OF_THEM}")
    return lines


def _cells(finding: Finding) -> list[str]:
    advice = finding.advice
    if finding.settings:
        keys = ", ".join(f"`{key}:`" for key in finding.settings)
        advice += f" ({keys} below)"
    return [finding.severity, finding.subject, finding.found, advice]


def _row_lines(cells: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one row: its cells side by side, each wrapped to its width."""
    widths = WIDTHS.values()
    columns = map(wrap_to_width, map(printable, cells), widths)
    for parts in zip_longest(*columns, fillvalue=""):
        padded = map(pad, parts, widths)
        yield GAP.join(padded).rstrip()


def _place_lines(finding: Finding) -> Iterator[str]:
    """Yield the first places, each on a line that begins below what was found."""
    indent = " " * INDENT
    for place in finding.places[: finding.n_shown]:
        item = f"- {printable(one_line(place))}"
        yield indent + shorten(item, ROOM)


def setting_block(settings: SettingLines) -> list[str]:
    """Write the lines for study.yaml, to be copied as they are; none if there are none."""
    if not settings:
        return []
    lines = [
        "",
        "lines for study.yaml (each replaces the line with the same key, if there is one):",
        "",
    ]
    for key, values in settings.items():
        lines += setting_lines({key: values[:MOST_LISTED]})
        if len(values) > MOST_LISTED:
            lines.append(f"# and {len(values) - MOST_LISTED:,} more: {ALL_OF_THEM}")
    return [*lines, ""]


def last_line(name: str, size: str, findings: Sequence[Finding]) -> str:
    """Write the line that a person reads first: what was read, what was found, what to do first.

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
