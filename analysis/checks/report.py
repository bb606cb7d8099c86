"""The faults that readers reported, as findings: those of one kind become one."""

from collections.abc import Iterator, Sequence

from analysis.checks.findings import LESS_URGENT, URGENT, Finding, Severity
from analysis.faults import Fault, Report, describe_found, group_alike


def findings_of_report(report: Report) -> list[Finding]:
    """Make findings of the errors and warnings of a report.

    >>> report = Report()
    >>> report.warn(*[Fault(f"{name}.png", "a picture", "a text") for name in "abcde"])
    >>> [(finding.subject, finding.n, finding.places[1]) for finding in findings_of_report(report)]
    [('5 files', 5, 'b.png')]
    """
    errors = _findings(report.errors, "error")
    return [*errors, *_findings(report.warnings, "warning")]


def _findings(faults: Sequence[Fault], severity: Severity) -> Iterator[Finding]:
    for alike in group_alike(faults, same_found=severity == "error"):
        if len(alike) == 1:
            yield _finding_of_one(alike[0], severity)
        else:
            yield _finding_of_several(alike, severity)


def _finding_of_one(fault: Fault, severity: Severity) -> Finding:
    return Finding(
        severity,
        subject=fault.place,
        n=fault.n,
        found=fault.found,
        advice=f"expected {fault.expected}",
        places=fault.places,
        rank=URGENT if fault.alone else LESS_URGENT,
    )


def _finding_of_several(alike: Sequence[Fault], severity: Severity) -> Finding:
    first = alike[0]
    n = sum(fault.n for fault in alike)
    n_files = len({fault.file for fault in alike})
    found = describe_found(alike)
    if n != n_files:
        found += f" ({n:,} times)"
    return Finding(
        severity,
        subject=first.file if n_files == 1 else f"{n_files:,} files",
        n=n,
        found=found,
        advice=f"expected {first.expected}",
        places=_places_of(alike),
        rank=LESS_URGENT,
    )


def _places_of(alike: Sequence[Fault]) -> tuple[str, ...]:
    """Return the place of each fault, with what was found there if that differs."""
    is_same = len({fault.found for fault in alike}) == 1
    if is_same:
        return tuple(fault.place for fault in alike)
    return tuple(f"{fault.place}: {fault.found}" for fault in alike)
