"""What readers report, as findings: those of one kind become one, and grave ones come first."""

from analysis.checks.findings import by_severity
from analysis.checks.report import findings_of_report
from analysis.faults import Fault, Report


def findings(*warnings, errors=()):
    report = Report()
    report.warn(*warnings)
    report.error(*errors)
    return findings_of_report(report)


def test_faults_of_one_kind_name_what_differs():
    pictures = [Fault(f"{n}.png", f"a picture of {n}", "a text") for n in range(4)]
    (finding,) = findings(*pictures)
    assert (finding.subject, finding.n, finding.found) == (
        "4 files",
        4,
        "different things, such as a picture of 0",
    )
    assert finding.places[3] == "3.png: a picture of 3"
    lines = [Fault("a.csv", "a row", "two", line=n) for n in range(5)]
    (finding,) = findings(*lines)
    assert (finding.subject, finding.n, finding.found) == ("a.csv", 5, "a row (5 times)")
    assert finding.places[1] == "a.csv, line 1"


def test_a_fault_that_counts_itself_keeps_its_count_and_places():
    (finding,) = findings(Fault("a.csv", "86 long rows", "2 cells", n=86, places=("line 3",)))
    assert (finding.subject, finding.n, finding.places) == ("a.csv", 86, ("line 3",))


def test_what_is_grave_comes_before_all_other_warnings():
    usual = Fault("a.html", "2 menus", "running text")
    grave = Fault("b.html", "only 15 words of text", "most of it", alone=True)
    ordered = by_severity(
        findings(usual, grave, errors=[Fault("c.txt", "an empty file", "a text")])
    )
    assert [finding.subject for finding in ordered] == ["c.txt", "b.html", "a.html"]
