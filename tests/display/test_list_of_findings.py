"""The list of main findings, as plain text and as HTML."""

import re

from analysis.display.findings.phrases import LINE_WIDTH
from analysis.display.main_findings import MainFinding, MainFindings

FINDING = MainFinding(
    sentence="“<b>Aid</b>” is in 21.0% of sentences. " + "It goes on. " * 9 + "So do 22.0%.",
    remarks=["A remark & its reason."],
    code=['study.evidence("<aid>")'],
    notebook="02-themes",
)


def test_plain_text_has_short_lines_that_break_before_no_percent_sign():
    lines = repr(MainFindings([FINDING, FINDING], ["Groups: none."])).splitlines()
    assert [line[:3] for line in lines if not line.startswith(" ")] == ["1. ", "2. ", "Als", "- G"]
    assert max(map(len, lines)) <= LINE_WIDTH
    assert not any(line.strip().startswith("%") for line in lines)
    assert '   More in 02-themes.ipynb. The sentences: study.evidence("<aid>")' in lines


def test_html_links_to_the_notebook_and_escapes_everything_else():
    html = MainFindings([FINDING], ["Groups & none."])._repr_html_()
    assert '<a href="02-themes.ipynb">02-themes</a>' in html
    assert "<code>study.evidence(&quot;&lt;aid&gt;&quot;)</code>" in html
    assert "<b>" not in html
    tags = re.findall(r"<(/?)(\w+)", html)
    opened = sorted(name for slash, name in tags if not slash)
    assert opened == sorted(name for slash, name in tags if slash)


def test_it_says_that_there_are_none():
    empty = MainFindings([], ["Groups: none."])
    assert repr(empty).splitlines() == [
        "There are no main findings.",
        "Looked for, with nothing to report:",
        "- Groups: none.",
    ]
    assert "<ol>" not in empty._repr_html_()
    assert "Also looked for" in repr(MainFindings([FINDING], ["Groups: none."]))
    assert "nothing to report" not in repr(MainFindings([FINDING]))
