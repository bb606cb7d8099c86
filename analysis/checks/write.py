"""Write the findings as a CSV file, which overwrites only the findings of an earlier check."""

from collections.abc import Sequence
from pathlib import Path

from analysis.atomic import write_atomic
from analysis.checks.findings import Finding, to_table
from analysis.faults import Fault, InputError
from analysis.output.exports import to_csv
from analysis.provenance import holds_own_record
from analysis.tables import CHECKS


def check_target(target: str, inputs: Sequence[str | Path]) -> None:
    """Refuse a file that is an input, or that the next check would read as one.

    Args:
        target: the file to write.
        inputs: the study, the folder of its texts and the codebooks; addresses are ignored.

    Raises:
        InputError: the file is one of the inputs or lies in one of them (but not in a folder of
            exports); it does not end in `.csv`; or there is a file that no check has written.
    """
    path = Path(target).resolve()
    if path.suffix.lower() != ".csv":
        raise InputError([Fault(target, "a file that does not end in .csv", "--out FILE.csv")])
    if path.exists() and not _is_own(path):
        expected = "a new file, or the findings of an earlier check, which are replaced"
        raise InputError([Fault(target, "a file that no check has written", expected)])
    if _is_in_exports(path):
        return
    for own in inputs:
        if "://" not in str(own) and path.is_relative_to(Path(own).resolve()):
            found = f"a file of the study ({own})"
            expected = "a file elsewhere, because tables in a study are read as texts"
            raise InputError([Fault(target, found, expected)])


def _is_own(path: Path) -> bool:
    """Whether a file begins as the findings of a check do."""
    header = to_csv(CHECKS.empty())
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(header)) == header


def _is_in_exports(path: Path) -> bool:
    return any(map(holds_own_record, path.parents))


def write_findings(findings: Sequence[Finding], target: str) -> None:
    """Write findings as the table `analysis.tables.CHECKS`."""
    write_atomic(Path(target), to_csv(to_table(findings)))
