"""Files that hold many articles of an archive, each with the same line at its end or beginning."""

import re
from collections import Counter
from collections.abc import Iterator

from analysis.checks.findings import Finding
from analysis.checks.globs import MOST_LITERAL, fitting_others, safe_globs
from analysis.checks.inputs import Inputs
from analysis.wording import pluralize

FEWEST = 2  # such lines in one text
MOST_CHARACTERS = 60  # of such a line

# The last line of an article in the exports of archives.
_END = re.compile(
    r"""\W*(?:
        (?-i:END | ENDS | ENDE | FIN)
      | end\ of\ (?:the\ )?(?:document|article|text|story|file|record|transcript)
      | (?:document|article|text)\ ends?
      | ende\ des\ (?:dokuments|artikels)
      | fin\ (?:du\ document|de\ l['’]article|del\ documento|del\ artículo)
      | fine\ (?:del\ documento|dell['’]articolo)
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
# The first line: which of all articles it is.
_BEGINNING = re.compile(
    r"""\W*(?:
        (?:document|dokument|documento|article|artikel)\ \d+\ (?:of|von|de|sur|di)\ \d+
      | \d+\ (?:of|von|de|sur|di)\ \d+\ (?:documents?|dokumente?n?|documentos?|articles?|artikeln?)
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERED_END = re.compile(r"Document (?=\w*\d)[A-Z]\w{9,}")  # with the number in the archive
NUMBERED_GLOB = "Document *"
_STARS = re.compile(r"\*+")


def article_ends(inputs: Inputs) -> Iterator[Finding]:
    """Find texts in which a line that ends an article occurs several times."""
    if not any(is_article_end(line) for line in inputs.lines):
        return
    lines: Counter[str] = Counter()
    n_in_text: Counter[str] = Counter()
    for doc_id, text in inputs.texts:
        ends = _ends_of(text)
        if ends.total() >= FEWEST:
            lines += ends
            n_in_text[doc_id] = ends.total()
    if not lines:
        return
    globs = _globs(list(lines), inputs)
    advice = "cut the file into its articles"
    if not globs:
        advice += " by hand: no `split:` fits these lines alone"
    places = [f"{doc_id}: {n:,} times" for doc_id, n in n_in_text.most_common()]
    yield Finding(
        "warning",
        subject="texts",
        n=lines.total(),
        found=_count(lines, len(n_in_text)),
        advice=advice,
        places=tuple(places),
        settings={"split": globs} if globs else {},
    )


def _count(lines: Counter[str], n_texts: int) -> str:
    """Say how often which line occurs.

    >>> _count(Counter({"End of Document": 100}), 1)
    "100 times the line 'End of Document' in 1 text: each ends an article"
    """
    which = "the line" if len(lines) == 1 else "a line such as"
    first = next(iter(lines))
    times = f"{pluralize(lines.total(), 'time')} {which} {first!r}"
    does = "begins" if _BEGINNING.fullmatch(first) else "ends"
    return f"{times} in {pluralize(n_texts, 'text')}: each {does} an article"


def is_article_end(line: str) -> bool:
    """Whether a line ends or begins an article of an archive, and is no part of its text.

    >>> lines = ("End of Document", "Document 1", "Document AFPR000020150102eb1")
    >>> [is_article_end(line) for line in lines]
    [True, False, True]
    >>> is_article_end("3 of 200 DOCUMENTS"), is_article_end("Dokument 3 von 200")
    (True, True)
    """
    if len(line) > MOST_CHARACTERS:
        return False
    return any(line_pattern.fullmatch(line) for line_pattern in (_END, _BEGINNING, _NUMBERED_END))


def _ends_of(text: str) -> Counter[str]:
    """Count the lines of a text that end an article."""
    lines = Counter(map(str.strip, text.split("\n")))
    return Counter({line: n for line, n in lines.items() if is_article_end(line)})


def _globs(lines: list[str], inputs: Inputs) -> tuple[str, ...]:
    """Return the lines themselves, and one glob for those that differ in a number."""
    beginnings = [line for line in lines if _BEGINNING.fullmatch(line)]
    lines = [line for line in lines if line not in beginnings]
    numbered = {line for line in lines if _NUMBERED_END.fullmatch(line)}
    globs = [line for line in lines if line not in numbered and "*" not in line]
    if len(numbered) > 1 and not fitting_others({NUMBERED_GLOB}, numbered, inputs.texts):
        globs.append(NUMBERED_GLOB)
    elif len(numbered) <= MOST_LITERAL:
        globs += sorted(numbered)
    if beginnings:
        globs += safe_globs([beginnings], inputs.texts)
    starred = {_STARS.sub("*", line): line for line in lines if "*" in line}  # as in `*** END ***`
    unsafe = fitting_others(set(starred), set(lines), inputs.texts)
    globs += [glob for glob in starred if glob not in unsafe]
    return tuple(globs)
