"""The main findings as a list to read, with links to the notebooks that show more."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.display.findings.phrases import put_in_list
from analysis.display.html import NO_MATHS
from analysis.messages import say
from analysis.wording import escape_html


@dataclass(frozen=True)
class MainFinding:
    """One finding.

    Attributes:
        sentence: what was found.
        remarks: sentences on how sure it is.
        code: lines of Python that show the sentences behind it.
        notebook: the name of the notebook that shows more.
    """

    sentence: str
    remarks: list[str]
    code: list[str]
    notebook: str


@dataclass(frozen=True, repr=False)
class MainFindings:
    """Findings, the first one first, as HTML in a notebook or as plain text.

    A link leads to a notebook in the same folder.

    Attributes:
        findings: the findings.
        missing: sentences on the kinds of findings that were looked for and not found.
    """

    findings: list[MainFinding]
    missing: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return "\n".join(self._write_lines())

    __str__ = __repr__

    def _write_lines(self) -> Iterator[str]:
        if not self.findings:
            yield _say_nothing()
        for number, finding in enumerate(self.findings, start=1):
            yield put_in_list(finding.sentence, f"{number}. ")
            for remark in finding.remarks:
                yield put_in_list(remark, "   - ")
            yield f"   {_say_more(f'{finding.notebook}.ipynb', ', '.join(finding.code))}"
        if self.missing:
            yield self._say_missing()
            for sentence in self.missing:
                yield put_in_list(sentence, "- ")

    def _say_missing(self) -> str:
        if self.findings:
            return say("Also looked for, with nothing to report:")
        return say("Looked for, with nothing to report:")

    def _repr_html_(self) -> str:
        return "\n".join([f'<div class="{NO_MATHS}">', *self._write_html(), "</div>"])

    def _write_html(self) -> Iterator[str]:
        if not self.findings:
            yield f"<p>{escape_html(_say_nothing())}</p>"
        else:
            yield "<ol>"
            for finding in self.findings:
                yield from _write_finding(finding)
            yield "</ol>"
        if self.missing:
            yield f"<p>{escape_html(self._say_missing())}</p>"
            yield from _write_list(self.missing)


def _say_nothing() -> str:
    return say("There are no main findings.")


def _say_more(notebook: str, code: str) -> str:
    return say("More in {notebook}. The sentences: {code}", notebook=notebook, code=code)


def _write_finding(finding: MainFinding) -> Iterator[str]:
    yield f'<li><p dir="auto"><strong>{escape_html(finding.sentence)}</strong></p>'
    yield from _write_list(finding.remarks)
    address = escape_html(f"{finding.notebook}.ipynb")
    code = ", ".join(f"<code>{escape_html(line)}</code>" for line in finding.code)
    link = f'<a href="{address}">{escape_html(finding.notebook)}</a>'
    yield f"<p>{_say_more(link, code)}</p></li>"


def _write_list(sentences: list[str]) -> Iterator[str]:
    yield "<ul>"
    for sentence in sentences:
        yield f'<li dir="auto">{escape_html(sentence)}</li>'
    yield "</ul>"
