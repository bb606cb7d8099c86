"""Lines that a reader rejects, and what follows for the codebook or the codings.

A `not` pattern drops a hit if it matches any of the same characters. So the words around the
rejected lines are tried as patterns, and each is searched for. A line that is not rejected has not
been judged: it may be kept, or it may not have been read. So there are two kinds of proposals:
patterns that drop rejected lines only, and, where these are missing or fit a single line only,
shorter ones that drop other lines as well, which have to be read first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

from analysis.arrays import TEXT
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import find_problem, fold, without_capitals
from analysis.codebook.plain_form import CharKind, kind_of
from analysis.hits.search import find_matches
from analysis.measures.terms import find_terms
from analysis.tables import CODINGS, HITS
from analysis.wording import one_line, pluralize

WILDCARDS = "*?＊？"  # a text can hold them as signs
MOST_WORDS = 4  # beside the match, in a proposed pattern
SHORTEST = 1  # the same, in a wider pattern
MOST_ROWS = 10  # codings that are shown
MOST_TRIED = 3_000  # patterns, of which each line contributes at most 14
SHORT = 3  # letters; words of no more say little by themselves
FREQUENT_SHARE = 1 / 200  # a word is frequent if it makes up this share of all words
FREQUENT_N = 5  # and occurs at least so often
MOST_OF_THEME = 0.5  # of the hits of a theme, that a wider pattern drops
ALL_ROWS = "keep what reject() returns, as in `rejection = …`; rejection.codings holds them all"
KEY = ["doc_id", "sent_id"]
HIT = list(HITS.key)


class Source(Protocol):
    """What a rejection needs of a study."""

    @property
    def sentences(self) -> pd.DataFrame:
        """One row per sentence."""

    @property
    def hits(self) -> pd.DataFrame:
        """One row per hit."""

    @property
    def codebook(self) -> Codebook:
        """The codebook in use."""


class Exclusion(NamedTuple):
    """A `not` pattern for a theme, and what it drops.

    Attributes:
        theme: the id of the theme.
        pattern: the pattern.
        lines: the numbers of the rejected lines that it drops.
        n_others: how many further hits of the theme it drops: hits that the concordance does not
            have among its lines.
        n_unread: how many further lines of the concordance it drops, which are not judged.
    """

    theme: str
    pattern: str
    lines: tuple[int, ...]
    n_others: int
    n_unread: int = 0


@dataclass(frozen=True, repr=False, eq=False)
class Rejection:
    """What is to be done so that some lines no longer count, as text to paste.

    Attributes:
        lines: the numbers of the rejected lines.
        because: the reason.
        exclusions: the `not` patterns that are proposed; they drop none of the other lines.
        wider: `not` patterns that drop other lines as well, which are to be read first.
        uncovered: for each theme, the rejected lines that no pattern of `exclusions` drops.
        idle: the rejected lines in which no theme of the codebook has a hit.
        useless: for each theme, its patterns whose hits are all rejected.
        codings: one row per theme that is left in the sentence of a rejected line: `doc_id`,
            `sent_id`, `theme` (blank if none is left) and `memo`, what was rejected and why.
        not_patterns: the `not` patterns that the themes have already.
    """

    lines: tuple[int, ...]
    because: str
    exclusions: tuple[Exclusion, ...]
    wider: tuple[Exclusion, ...]
    uncovered: dict[str, tuple[int, ...]]
    idle: tuple[int, ...]
    useless: dict[str, tuple[str, ...]]
    codings: pd.DataFrame
    not_patterns: dict[str, tuple[str, ...]]

    def __str__(self) -> str:
        parts = [f"Rejected: {_name_lines(self.lines)}. Reason: {one_line(self.because)}"]
        if self.idle:
            are = "is" if len(self.idle) == 1 else "are"
            parts.append(
                f"{_name_lines(self.idle).capitalize()} {are} no hit of a theme, so there is "
                "nothing to change."
            )
        parts += self._write_exclusions()
        parts += self._write_codings()
        return "\n\n".join(parts)

    __repr__ = __str__

    def _write_exclusions(self) -> Iterator[str]:
        for theme in dict.fromkeys(exclusion.theme for exclusion in self.exclusions):
            own = [exclusion for exclusion in self.exclusions if exclusion.theme == theme]
            old = self.not_patterns.get(theme, ())
            patterns = ", ".join(map(_quote, [*old, *(exclusion.pattern for exclusion in own)]))
            instead = " instead of its line `not:`" if old else ""
            said = [f"In the codebook, for the theme {theme}{instead}:", ""]
            said.append(f"    not: [{patterns}]  # {one_line(self.because)}")
            said.append("")
            said += [_describe(exclusion) for exclusion in own]
            yield "\n".join(said)
        for theme, patterns_of_theme in self.useless.items():
            for pattern in patterns_of_theme:
                yield (
                    f"Every hit of the pattern {_quote(pattern)} of the theme {theme} is rejected, "
                    "so the pattern can be taken out of `patterns:`."
                )
        for exclusion in self.wider:
            yield _describe_wider(exclusion)
        for theme, lines in self.uncovered.items():
            helped = {line for one in self.wider if one.theme == theme for line in one.lines}
            left = [line for line in lines if line not in helped]
            if left:
                yield (
                    f"For the theme {theme}, no pattern made of the words around the match is of "
                    f"use for {_name_lines(left)}."
                )

    def _write_codings(self) -> Iterator[str]:
        if self.codings.empty:
            return
        rows = [
            f"{_cell(row.doc_id)},{row.sent_id},{_cell(row.theme)},{_cell(row.memo)}"
            for row in self.codings.head(MOST_ROWS).itertuples()
        ]
        n_more = len(self.codings) - len(rows)
        if n_more:
            rows += ["", f"and {pluralize(n_more, 'more row')}: {ALL_ROWS}"]
        instead = "Or, to keep the patterns, in" if self.exclusions else "In"
        yield "\n".join(
            [
                f"{instead} coding.csv, or in a coder’s file in codings/ (read the sentence first: "
                "these rows say which themes it has, and a blank theme says that it has none):",
                "",
                "doc_id,sent_id,theme,memo",
                *rows,
            ]
        )


def _describe(exclusion: Exclusion) -> str:
    others = "no other hit"
    if exclusion.n_others:
        hits = "hit" if exclusion.n_others == 1 else "hits"
        others = f"{exclusion.n_others:,} other {hits} of the theme, not shown in this concordance"
    return (
        f"{_quote(exclusion.pattern)} drops {_name_lines(exclusion.lines)}, "
        f"none of the other lines, and {others}."
    )


def _describe_wider(exclusion: Exclusion) -> str:
    """Say what a wider pattern would drop, and how to read it."""
    n = pluralize(exclusion.n_unread, "line")
    others = ""
    if exclusion.n_others:
        hits = pluralize(exclusion.n_others, "hit")
        others = f", and {hits} of the theme that this concordance does not show"
    quoted = _quote(exclusion.pattern)
    return "\n".join(
        [
            f"For the theme {exclusion.theme}, {quoted} drops {_name_lines(exclusion.lines)}. It "
            f"would also drop {n} that you have not judged{others}: read them with",
            "",
            f"    study.concordance({quoted})",
            "",
            f"If all of them are to go, add {quoted} to the line `not:` of the theme.",
        ]
    )


def _name_lines(lines: Iterable[int]) -> str:
    """Name lines by their numbers.

    >>> _name_lines([3, 7, 9])
    'lines 3, 7 and 9'
    """
    *first, last = map(str, lines)
    return f"lines {', '.join(first)} and {last}" if first else f"line {last}"


def _quote(pattern: str) -> str:
    r"""Quote a pattern for YAML.

    >>> _quote('the "poor"')
    '"the \\"poor\\""'
    """
    escaped = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _cell(text: str) -> str:
    """Quote a cell of a CSV file."""
    doubled = one_line(text).replace('"', '""')
    return f'"{doubled}"'


# -- which hits are rejected ---------------------------------------------------------------------


def reject_lines(
    source: Source,
    lines: pd.DataFrame,
    numbers: list[int],
    because: str,
) -> Rejection:
    """Propose `not` patterns and codings for rejected lines.

    Args:
        source: the study.
        lines: all lines of the concordance (`analysis.tables.LINES`); those that are not rejected
            are not judged.
        numbers: the numbers of the rejected lines.
        because: the reason.
    """
    judged = _judge_hits(source.hits, lines, set(numbers))
    rejected = judged[judged["rejected"]]
    exclusions: list[Exclusion] = []
    wider: list[Exclusion] = []
    uncovered = {}
    frequent = _frequent_words(source.sentences)
    for theme in rejected["theme"].unique():
        own = judged[judged["theme"] == theme].reset_index(drop=True)
        found, found_wider = _find_exclusions(source, own, frequent)
        exclusions += found
        wider += found_wider
        dropped = {line for exclusion in found for line in exclusion.lines}
        left = set(own.loc[own["rejected"], "line"]) - dropped
        if left:
            uncovered[theme] = tuple(sorted(left))
    patterns = source.codebook.patterns
    excluding = patterns[patterns["excludes"]].groupby("theme")["pattern"].agg(tuple)
    return Rejection(
        lines=tuple(dict.fromkeys(numbers)),
        because=because,
        exclusions=tuple(exclusions),
        wider=tuple(wider),
        uncovered=uncovered,
        idle=tuple(sorted(set(numbers) - set(rejected["line"]))),
        useless=_find_useless(judged),
        codings=_remaining_codings(source.hits, rejected, because),
        not_patterns=excluding.to_dict(),
    )


def _judge_hits(hits: pd.DataFrame, lines: pd.DataFrame, numbers: set[int]) -> pd.DataFrame:
    """Say of each hit in the themes at issue whether it is rejected, unread, or not in a line.

    A line of a theme is one hit. A line of a pattern stands for the hits of any theme that overlap
    its match.

    Returns:
        The hits with `line` (0 if it is in none), `rejected` and `unread`. A hit that is on a
        rejected line and on another one is rejected.
    """
    pairs = hits.merge(lines[[*KEY, "line", "start", "end", "theme"]], on=KEY, suffixes=("", "_of"))
    overlaps = (pairs["start"] < pairs["end_of"]) & (pairs["start_of"] < pairs["end"])
    is_same = (pairs["theme"] == pairs["theme_of"]) & (pairs["start"] == pairs["start_of"])
    pairs = pairs[np.where(pairs["theme_of"] == "", overlaps, is_same)]
    pairs = pairs.assign(rejected=pairs["line"].isin(numbers))
    pairs = pairs.sort_values("rejected", ascending=False, kind="stable").drop_duplicates(HIT)
    judged = hits.merge(pairs[[*HIT, "line", "rejected"]], on=HIT, how="left", validate="1:1")
    line = judged["line"].fillna(0).astype("int64")
    rejected = judged["rejected"].fillna(False).astype(bool)
    judged = judged.assign(line=line, rejected=rejected, unread=(line > 0) & ~rejected)
    at_issue = judged.loc[judged["rejected"], "theme"].unique()
    return judged[judged["theme"].isin(at_issue)].reset_index(drop=True)


def _find_useless(judged: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Find the patterns whose hits are all rejected."""
    by_pattern = judged.groupby(["theme", "pattern"], sort=False)["rejected"].all().reset_index()
    useless = by_pattern[by_pattern["rejected"]]
    return useless.groupby("theme", sort=False)["pattern"].agg(tuple).to_dict()


def _remaining_codings(
    hits: pd.DataFrame,
    rejected: pd.DataFrame,
    because: str,
) -> pd.DataFrame:
    """List the themes that are left in the sentences of rejected hits; a blank one if none is."""
    of_sentences = hits.merge(rejected[KEY].drop_duplicates(), on=KEY)
    left = of_sentences.merge(rejected[HIT].assign(gone=True), on=HIT, how="left")
    left = left.loc[left["gone"].isna(), [*KEY, "theme"]].drop_duplicates()
    # Where a rejected theme has another hit in the sentence, the sentence keeps the theme.
    memo = rejected[[*KEY, "theme"]].drop_duplicates().groupby(KEY)["theme"].agg(", ".join)
    memo = ("not " + memo + f": {because}").rename("memo").reset_index()
    rows = memo.merge(left, on=KEY, how="left")
    rows = rows.assign(theme=rows["theme"].fillna(""), coder="")
    return CODINGS.frame(rows).drop(columns="coder")  # a proposal, by nobody


# -- which patterns drop them --------------------------------------------------------------------


def _find_exclusions(
    source: Source,
    hits: pd.DataFrame,
    frequent: set[str],
) -> tuple[list[Exclusion], list[Exclusion]]:
    """Find `not` patterns for one theme that drop rejected hits.

    Args:
        source: the study.
        hits: the hits of the theme, as from `_judge_hits`.
        frequent: words that say little by themselves.

    Returns:
        Patterns that drop none of the other lines, and wider ones.
    """
    theme = hits["theme"].iloc[0]
    keys = hits[KEY].drop_duplicates()
    sentences = keys.merge(source.sentences[[*KEY, "start", "sentence"]], on=KEY, validate="1:1")
    numbers = pd.MultiIndex.from_frame(sentences[KEY]).get_indexer(
        pd.MultiIndex.from_frame(hits[KEY])
    )
    origin = sentences["start"].to_numpy()[numbers]
    spans = pd.DataFrame({"text": numbers, "hit": hits.index})
    spans["start"] = hits["start"].to_numpy() - origin
    spans["end"] = hits["end"].to_numpy() - origin

    texts = sentences["sentence"].tolist()
    rejected = spans[hits["rejected"]]
    proposed = _propose_patterns(texts, rejected, frequent)
    patterns = _without_own_patterns([one.pattern for one in proposed], source.codebook, theme)
    if not patterns:
        return [], []
    drops = _describe_drops(_find_drops(texts, patterns, spans), hits)
    exclusions = _choose(theme, patterns, drops)
    short = {
        without_capitals(one.pattern)
        for one in proposed
        if one.n_words == SHORTEST and not one.is_vague
    }
    is_short = np.array([without_capitals(pattern) in short for pattern in patterns])
    own = drops[is_short[drops["candidate"]]]
    return exclusions, _choose_wider(theme, patterns, own, exclusions, len(hits))


def _frequent_words(sentences: pd.DataFrame) -> set[str]:
    """Return the words that are so frequent in these texts that they say little by themselves."""
    found = find_terms(sentences)
    n = np.bincount(found.term, minlength=len(found.terms))
    is_frequent = (n >= FREQUENT_N) & (n >= FREQUENT_SHARE * len(found.term))
    return {found.terms[number] for number in np.flatnonzero(is_frequent).tolist()}


class _Word(NamedTuple):
    """A word of a sentence.

    Attributes:
        start: its offset.
        end: the offset of its end.
        is_telling: whether it says much by itself, being neither frequent nor short.
    """

    start: int
    end: int
    is_telling: bool


class _Candidate(NamedTuple):
    """A stretch around a match, written as a pattern.

    Attributes:
        is_vague: whether it begins or ends with a word that is not telling.
        n_words: the number of its words beside the match.
        pattern: the pattern.
    """

    is_vague: bool
    n_words: int
    pattern: str


def _propose_patterns(
    texts: list[str],
    rejected: pd.DataFrame,
    frequent: set[str],
) -> list[_Candidate]:
    """List the words around rejected hits as patterns, the better ones first, each once.

    Patterns that begin and end with the match or with a telling word come first; of these, those
    with the fewest words. The match alone is a pattern only if it has been rejected several times.
    """
    words_of = _read_words(texts, rejected["text"].unique().tolist(), frequent)
    candidates: list[_Candidate] = []
    forms: Counter[str] = Counter()
    for span in rejected.itertuples():
        text = texts[span.text]
        forms[_to_pattern(text[span.start : span.end])] += 1
        candidates += _patterns_around(text, span.start, span.end, words_of[span.text])
    for form, n in forms.items():
        if form and n > 1:
            candidates.append(_Candidate(False, 0, form))
    candidates.sort(key=lambda candidate: candidate[:2])
    first = {candidate.pattern: candidate for candidate in reversed(candidates)}
    return sorted(first.values(), key=lambda candidate: candidate[:2])[:MOST_TRIED]


def _read_words(texts: list[str], chosen: list[int], frequent: set[str]) -> dict[int, list[_Word]]:
    """Find the words of some of the texts."""
    table = pd.DataFrame({"sentence": [texts[number] for number in chosen]}, dtype=TEXT)
    found = find_terms(table)
    is_telling = [_is_telling(term, frequent) for term in found.terms]
    words: dict[int, list[_Word]] = {number: [] for number in chosen}
    rows = zip(
        found.sentence.tolist(),
        found.start.tolist(),
        found.end.tolist(),
        found.term.tolist(),
        strict=True,
    )
    for row, start, end, term in rows:
        words[chosen[row]].append(_Word(start, end, is_telling[term]))
    return words


def _is_telling(word: str, frequent: set[str]) -> bool:
    if word in frequent:
        return False
    return len(word) > SHORT or kind_of(word[0]) is CharKind.SOLO


def _patterns_around(
    text: str,
    start: int,
    end: int,
    words: list[_Word],
) -> Iterator[_Candidate]:
    """Yield the stretches of a sentence around a match, from `start` to `end`, as patterns."""
    before = [word for word in words if word.end <= start][-MOST_WORDS:]
    after = [word for word in words if word.start >= end][:MOST_WORDS]
    starts = [(start, True), *((word.start, word.is_telling) for word in reversed(before))]
    ends = [(end, True), *((word.end, word.is_telling) for word in after)]
    for n_before, n_after in product(range(len(starts)), range(len(ends))):
        first, begins_telling = starts[n_before]
        last, ends_telling = ends[n_after]
        n_words = n_before + n_after
        pattern = _to_pattern(text[first:last])
        if pattern and 1 <= n_words <= MOST_WORDS:
            yield _Candidate(not (begins_telling and ends_telling), n_words, pattern)


def _to_pattern(stretch: str) -> str:
    """Write a stretch of text as a pattern; `""` if it cannot be one."""
    if any(wildcard in stretch for wildcard in WILDCARDS):
        return ""
    pattern = fold(stretch)
    return "" if find_problem(pattern) else pattern


def _without_own_patterns(candidates: list[str], codebook: Codebook, theme: str) -> list[str]:
    """Leave out patterns that the theme has already; a codebook may have each only once.

    Where case never counts in the patterns of the theme, it does not in the candidates.
    """
    patterns = codebook.patterns
    own = patterns.loc[patterns["theme"] == theme, "pattern"]
    in_workbook = codebook.in_workbook_language().patterns
    meant = in_workbook.loc[in_workbook["theme"] == theme, "pattern"]
    taken = {*map(fold, own), *map(fold, meant)}
    is_caseless = any(
        f"{theme}/".startswith(f"{root}/" if root else "") for root in codebook.caseless
    )
    if is_caseless:
        candidates = list(dict.fromkeys(map(without_capitals, candidates)))
    return [candidate for candidate in candidates if fold(candidate) not in taken]


def _find_drops(texts: list[str], candidates: list[str], spans: pd.DataFrame) -> pd.DataFrame:
    """Search for the candidates, and see which hits each of them would drop.

    Returns:
        One row per pair: `candidate` and `hit`, as their positions.
    """
    parts = []
    for matches in find_matches(texts, candidates):
        matches = matches.rename(columns={"pattern": "candidate"})
        pairs = matches.merge(spans, on="text", suffixes=("_of_match", ""))
        overlaps = (pairs["start"] < pairs["end_of_match"]) & (
            pairs["start_of_match"] < pairs["end"]
        )
        parts.append(pairs.loc[overlaps, ["candidate", "hit"]])
    return pd.concat(parts).drop_duplicates()


def _describe_drops(drops: pd.DataFrame, hits: pd.DataFrame) -> pd.DataFrame:
    """Add to each drop what is known of the hit: `rejected`, `unread` and `line`."""
    row = hits.loc[drops["hit"], ["rejected", "unread", "line"]].reset_index(drop=True)
    return pd.concat([drops.reset_index(drop=True), row], axis="columns")


def _choose(theme: str, candidates: list[str], drops: pd.DataFrame) -> list[Exclusion]:
    """Choose few candidates that together drop as many rejected hits as possible, and no others.

    Each step takes the candidate that drops the most of the rejected hits that are left; among
    equals, the one that drops the fewest other hits, then the first of the candidates.
    """
    spoiled = drops.loc[drops["unread"], "candidate"].unique()
    drops = drops[~drops["candidate"].isin(spoiled)]
    n_others = drops[~drops["rejected"]].groupby("candidate").size()
    left = drops[drops["rejected"]]
    chosen = []
    while len(left):
        n_dropped = left.groupby("candidate").size()
        others = n_others.reindex(n_dropped.index, fill_value=0)
        table = pd.DataFrame({"dropped": -n_dropped, "others": others}).sort_values(
            ["dropped", "others"], kind="stable"
        )
        best = int(table.index[0])
        own = left[left["candidate"] == best]
        lines = tuple(sorted(set(own["line"])))
        chosen.append(Exclusion(theme, candidates[best], lines, int(others[best])))
        left = left[~left["hit"].isin(own["hit"])]
    return chosen


def _choose_wider(
    theme: str,
    candidates: list[str],
    drops: pd.DataFrame,
    exclusions: list[Exclusion],
    n_hits: int,
) -> list[Exclusion]:
    """Choose candidates for the lines that no pattern drops, or only one made for this line.

    A pattern that drops most hits of the theme would do away with the theme, so it is left out.
    Each step takes the candidate that drops the most of the rejected lines that are left; among
    equals, the one that drops the most other lines, as these are the ones that are worth reading.
    """
    served = {line for one in exclusions if len(one.lines) > 1 for line in one.lines}
    n_dropped = drops.groupby("candidate").size()
    n_unread = drops[drops["unread"]].groupby("candidate")["line"].nunique()
    n_others = drops[drops["line"] == 0].groupby("candidate").size()
    too_many = n_dropped.index[n_dropped > max(1, MOST_OF_THEME * n_hits)]
    useful = n_unread.index.difference(too_many)
    left = drops[drops["rejected"] & drops["candidate"].isin(useful)]
    left = left[~left["line"].isin(served)]
    chosen = []
    while len(left):
        table = pd.DataFrame({"dropped": left.groupby("candidate")["line"].nunique()})
        table["unread"] = n_unread.reindex(table.index)
        table = table.sort_values(["dropped", "unread"], ascending=False, kind="stable")
        best = int(table.index[0])
        lines = set(left.loc[left["candidate"] == best, "line"])
        of_best = (
            theme,
            candidates[best],
            tuple(sorted(lines)),
            int(n_others.get(best, 0)),
            int(n_unread[best]),
        )
        chosen.append(Exclusion(*of_best))
        left = left[~left["line"].isin(lines)]
    return chosen
