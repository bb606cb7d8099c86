"""The main findings and how sure each is, in sentences."""

import json
from collections.abc import Callable
from math import exp, isnan
from typing import Any, NamedTuple

import pandas as pd

from analysis.display.findings.comparisons import Trend, say_chance, say_rest, say_trend
from analysis.display.findings.phrases import join_names, out_of, quote, say_interval, say_share
from analysis.display.main_findings import MainFinding, MainFindings
from analysis.wording import pluralize

MOST = 5  # main findings
MOST_ALSO = 4  # other comparisons that are named
FEW = 10  # texts; if fewer carry a theme, its interval is unreliable
ONE_TEXT = "One text is no sample of anything but itself"

Row = Any  # a row of the main findings, as from `itertuples`


# -- main findings ---------------------------------------------------------------------------------


class Quotation(NamedTuple):
    """The only sentence with a theme.

    Attributes:
        sentence: the sentence.
        words: its words of reporting, such as “said”, with commas; `""` if there are none.
    """

    sentence: str
    words: str


def describe_findings(findings: pd.DataFrame, quotations: dict[str, Quotation]) -> MainFindings:
    """Put the main findings into sentences, each with how sure it is and where to see more.

    Args:
        findings: one row per kind of finding, as from `main_findings`.
        quotations: by theme, the sentence of a theme that is in only one.
    """
    is_main = findings["rank"].between(1, MOST)
    main = [_describe_finding(row, quotations) for row in findings[is_main].itertuples()]
    missing = []
    if len(main) < MOST:
        without = findings[findings["rank"] == 0]
        missing = [_say_why_not(row) for row in without.itertuples()]
    return MainFindings(main, missing)


def _describe_finding(row: Row, quotations: dict[str, Quotation]) -> MainFinding:
    state, hedge = SENTENCES[row.kind]
    remarks = [hedge(row), _say_also(row), _say_jump(row)]
    remarks += [_hedge_by_clusters(row), _say_what_it_rests_on(row)]
    if row.kind == "contrast" and row.theme_b in quotations:
        remarks.insert(0, _quote_sentence(row, quotations[row.theme_b]))
    return MainFinding(
        sentence=state(row),
        remarks=[remark for remark in remarks if remark],
        code=_write_code(row),
        notebook=row.notebook,
    )


def _quote_sentence(row: Row, quotation: Quotation) -> str:
    subject = f"The one sentence with {quote(row.label_b)}"
    if quotation.words:
        words = join_names([quote(word) for word in quotation.words.split(", ")])
        seems = "so it seems to report what others say"
        return f"{subject} contains {words}, {seems}: {quote(quotation.sentence)}"
    return f"{subject} is: {quote(quotation.sentence)}"


def _state_contrast(row: Row) -> str:
    themes = "All themes that occur"
    if row.family_label:
        themes = f"The themes under {quote(row.family_label)} that occur"
    return (
        f"{themes} range from {quote(row.label)} ({_count(row)}) to {quote(row.label_b)}"
        f" ({row.n_sentences_hit_b:,})."
    )


def _hedge_contrast(row: Row) -> str:
    if isnan(row.effect_low):
        return _explain_count(row)
    return (
        f"By texts ({row.n_resampled:,}), the 95% intervals are {say_interval(row.low, row.high)}"
        f" of sentences for {quote(row.label)} and {say_interval(row.low_b, row.high_b)} for"
        f" {quote(row.label_b)}."
    )


def _explain_count(row: Row) -> str:
    """Say that a finding is a count, and what an interval by paragraphs would mean."""
    if row.resampled != "paragraphs":
        n_texts = pluralize(row.n_resampled, "text")
        return f"This is a count of {n_texts}, not an estimate: an interval needs five texts."
    count = f"{ONE_TEXT}, so this is a count, not an estimate."
    if isnan(row.low):
        return count
    return (
        f"{count} The interval of {quote(row.label)} by its {row.n_resampled:,} paragraphs,"
        f" {say_interval(row.low, row.high)} of sentences, says how evenly the theme is spread over"
        " them, and nothing about other texts."
    )


def _state_group(row: Row) -> str:
    return f"{_state_difference(row, f'{quote(row.group)} ({row.column})')} in all groups together."


def _state_difference(row: Row, group: str) -> str:
    """Say that a theme is more or less frequent in a group than its share, up to "in all"."""
    more = "more" if row.effect > 0 else "less"
    return (
        f"{quote(row.label)} is {more} frequent in {group} than overall:"
        f" {say_share(row.share)} of sentences ({row.n_sentences_hit:,} of {row.n_sentences:,}),"
        f" against {say_share(row.share_b)}"
    )


def _state_change(row: Row) -> str:
    """Say what is clearest over time: a period apart, or a change."""
    if row.what == "difference":
        return f"{_state_difference(row, row.group)} in all periods together."
    went = "rose" if row.effect > 0 else "fell"
    return (
        f"{quote(row.label)} {went} from {say_share(row.share_b)} of sentences in {row.group_b} to"
        f" {say_share(row.share)} in {row.group}"
        f" ({out_of(row.n_sentences_hit, row.n_sentences, 'sentence')})."
    )


def _state_trend(row: Row) -> str:
    return f"{say_trend(_read_trend(row))}."


def _read_trend(row: Row) -> Trend:
    return Trend(
        row.label,
        (row.group_b, row.group),
        (row.share_b, row.share),
        row.effect,
        (row.effect_low, row.effect_high),
        row.without,
        row.rest,
        (row.rest_low, row.rest_high),
    )


def _hedge_trend(row: Row) -> str:
    chance = say_chance(row.n_compared, row.p, stands_out=True)
    return f"{say_rest(_read_trend(row))}. The intervals are by {row.resampled}. {chance}."


def _hedge_difference(row: Row) -> str:
    interval = say_interval(row.effect_low, row.effect_high, "")
    chance = say_chance(row.n_compared, row.p, stands_out=True)
    return (
        f"The difference is {_say_points(row.effect)} percentage points (by {row.resampled},"
        f" {interval}). {chance}."
    )


def _say_points(difference: float) -> str:
    return f"{100 * difference:.1f}".replace("-", "−")


def _say_among(row: Row) -> str:
    if row.n_compared < 2:
        return ""
    return f"Among {row.n_compared:,} comparisons, one as clear as this would be rare by chance."


def _state_pair(row: Row) -> str:
    carry = "sentence carries" if row.n_both == 1 else "sentences carry"
    return (
        f"{row.n_both:,} {carry} both {quote(row.label)} and {quote(row.label_b)}; by chance,"
        f" about {row.expected:,.0f} {_say_compared(row)}would."
    )


def _say_compared(row: Row) -> str:
    """Say which sentences a pair of two families was compared among, unless it is all."""
    if not row.n_sentences:
        return ""
    return f"of the {row.n_sentences:,} that carry some theme of both families "


def _hedge_pair(row: Row) -> str:
    codebook = (
        "It is not the codebook’s doing: the two share no pattern, and never find the same words."
    )
    if row.n_set_aside:
        do = "does, and is" if row.n_set_aside == 1 else "do, and are"
        codebook += f" ({pluralize(row.n_set_aside, 'other pair')} {do} left out.)"
    ratio, interval = _say_odds(row)
    among = "Among these, the" if row.n_sentences else "The"
    odds = (
        f"{among} odds of one theme are {ratio} times as high in sentences with the other as in"
        f" those without it (by {row.resampled}, {interval})."
    )
    return f"{odds} {_say_among(row)} {codebook}"


def _state_sequence(row: Row) -> str:
    return (
        f"{pluralize(row.n_both, 'sentence')} with {quote(row.label)} are followed by one with"
        f" {quote(row.label_b)}; with the sentences of each text in random order, about"
        f" {row.expected:,.0f} would be."
    )


def _hedge_sequence(row: Row) -> str:
    ratio, interval = _say_odds(row)
    odds = f"The odds are {ratio} times those of chance (by {row.resampled}, {interval})."
    return f"{odds} {_say_among(row)}"


def _say_odds(row: Row) -> tuple[str, str]:
    """Say log odds as an odds ratio, and its interval."""
    ratio, low, high = (_round(exp(x)) for x in (row.effect, row.effect_low, row.effect_high))
    return ratio, f"{low} to {high}"


def _round(ratio: float) -> str:
    """Round a ratio to two significant digits, and never to powers of ten.

    >>> [_round(ratio) for ratio in (0.0312, 1.96, 17.4, 1234.5)]
    ['0.031', '2', '17', '1,200']
    """
    return f"{float(f'{ratio:.2g}'):,g}"


def _state_split(row: Row) -> str:
    n_hits = pluralize(row.n_hits, "match", "es")
    said = f"{row.n_both:,} of {n_hits} of {quote(row.pattern)} are {quote(row.group)}"
    if row.group_b:
        said += f", and {row.n_sentences_hit_b:,} are {quote(row.group_b)}"
    return f"{quote(row.label)} may mix two subjects: {said}."


def _state_pattern(row: Row) -> str:
    if row.n_hits:
        return _state_split(row)
    n = f"{row.n_only:,} of its {pluralize(row.n_sentences_hit, 'sentence')}"
    if row.n_only == row.n_sentences_hit:
        n = f"all of its {pluralize(row.n_only, 'sentence')}"
    without = "the theme would not occur"
    if row.n_sentences_hit_b:
        shares = f"{say_share(row.share_b)} of sentences instead of {say_share(row.share)}"
        without = f"the theme would be in {shares}"
    return (
        f"{quote(row.label)} rests on one pattern: {n} are found only by {quote(row.pattern)}."
        f" Without that pattern, {without}."
    )


def _hedge_pattern(row: Row) -> str:
    if row.n_hits:
        return (
            "This is a count, not an estimate, and no count can say whether all of these belong to"
            " the theme: read some of them. If one kind does not, give the theme a `not` pattern."
        )
    return (
        "This is a count, not an estimate. If the pattern also matches other things, the theme"
        " does not mean what its label says: read some of its lines."
    )


def _state_position(row: Row) -> str:
    where = "early" if row.effect < 0.5 else "late"
    return (
        f"{quote(row.label)} comes {where}: its mean position is {say_share(row.effect)} of the way"
        " through a text."
    )


def _hedge_position(row: Row) -> str:
    return (
        f"The interval of the mean position (by the {pluralize(row.n_resampled, 'text')} that carry"
        f" the theme) is {say_interval(row.effect_low, row.effect_high)}; by chance it would be"
        f" 50%. {_say_among(row)}"
    )


SENTENCES: dict[str, tuple[Callable[[Row], str], Callable[[Row], str]]] = {
    "contrast": (_state_contrast, _hedge_contrast),
    "group": (_state_group, _hedge_difference),
    "change": (_state_change, _hedge_difference),
    "trend": (_state_trend, _hedge_trend),
    "pair": (_state_pair, _hedge_pair),
    "pattern": (_state_pattern, _hedge_pattern),
    "sequence": (_state_sequence, _hedge_sequence),
    "position": (_state_position, _hedge_position),
}


def _count(row: Row) -> str:
    count = out_of(row.n_sentences_hit, row.n_sentences, "sentence")
    if row.n_sentences < 100:  # the percentage of few would look more exact than it is
        return count
    return f"{count}, {say_share(row.share)}"


def _say_also(row: Row) -> str:
    """Name the other comparisons of the kind that stand out."""
    others = row.also.splitlines()
    if not others:
        return ""
    named = others[:MOST_ALSO]
    if len(others) > MOST_ALSO:
        named.append(f"{len(others) - MOST_ALSO:,} more")
    return f"Also standing out: {join_names(named)}."


def _say_jump(row: Row) -> str:
    """Say that a change over time is a jump, and no trend."""
    if row.kind != "change" or not row.without:
        return ""
    way = "rises" if row.effect > 0 else "falls"
    points = [_say_points(slope) for slope in (row.rest, row.rest_low, row.rest_high)]
    return (
        f"A line through all periods {way} only because of {row.without}: without, its slope is"
        f" {points[0]} percentage points a period ({points[1]} to {points[2]}). That is a jump, and"
        " no trend."
    )


def _hedge_by_clusters(row: Row) -> str:
    """Warn of intervals by the paragraphs of one text, and of those by few texts."""
    if row.resampled == "paragraphs" and not isnan(row.effect_low):
        return f"{ONE_TEXT}: the interval is by its paragraphs, and says how the text is built."
    if row.resampled == "texts" and 0 < row.n_carrying < FEW and not isnan(row.low):
        n_texts = pluralize(row.n_carrying, "text")
        carry = "carries" if row.n_carrying == 1 else "carry"
        return (
            f"Only {n_texts} {carry} the theme there: with fewer than {FEW}, an interval is rough."
        )
    return ""


def _say_what_it_rests_on(row: Row) -> str:
    """Say whether the theme of a finding rests on one pattern, as notebook 07 does."""
    if row.kind == "pattern" or not row.n_theme or not row.pattern:
        return ""
    name, pattern = quote(row.pattern_label), quote(row.pattern)
    n_theme = pluralize(row.n_theme, "sentence")
    n_only = f"{row.n_only:,} of its {n_theme}"
    if row.n_patterns == 1:
        return f"{name} has only one pattern, {pattern}."
    if row.rests:
        return f"{name} rests on one pattern: {n_only} are found only by {pattern}."
    if 2 * row.n_only > row.n_theme:
        return (
            f"Only {pattern} finds {row.n_only:,} of the {n_theme} with {name}, which is no"
            " surprise: it is a word of the label, or one of two patterns that find about as much."
        )
    n_without = f"{row.n_theme - row.n_only:,} of its {n_theme}"
    return f"{name} does not rest on one pattern: even without {pattern}, {n_without} remain."


def _write_code(row: Row) -> list[str]:
    """Write the lines of Python that show the sentences behind a finding."""
    theme, theme_b, group, column, pattern = (
        json.dumps(text, ensure_ascii=False)
        for text in (row.theme, row.theme_b, row.group, row.column, row.pattern)
    )
    if row.kind == "contrast":
        return [f"study.evidence({theme})", f"study.evidence({theme_b})"]
    if row.kind == "trend":
        return [f"study.trends({column})", f"study.evidence({theme})"]
    if row.kind in ("group", "change"):
        return [f"study.evidence({theme}, study.sentences_of({column}, {group}))"]
    if row.kind == "pair":
        return [f"study.evidence({theme}, study.sentences_with({theme}, {theme_b}))"]
    if row.kind == "pattern":
        lines = f"study.concordance({pattern})"
        return [f"{lines}.group({column})" if row.n_hits else lines]
    return [f"study.evidence({theme})"]


# -- where there is nothing to say -----------------------------------------------------------------

NO_INTERVAL = {
    "group": "Groups: none has the five texts, or paragraphs of one text, that an interval needs.",
    "change": "Over time: no two periods in a row have the five texts that an interval needs.",
    "trend": "Trends: an interval needs three periods and five texts.",
    "pair": "Pairs of themes: an interval needs five texts, or five paragraphs of one text.",
    "sequence": "Sequences of themes: an interval needs five texts, or five paragraphs of one.",
    "position": "Positions of themes: an interval needs ten texts that carry the theme.",
}
NO_DATA = {
    "contrast": "Themes: none occurs.",
    "group": "Groups: no metadata column puts the texts into groups.",
    "change": "Over time: no metadata column dates the texts.",
    "trend": "Trends: no metadata column dates the texts.",
    "pair": "Pairs of themes: there are none.",
    "pattern": "Patterns: none finds anything.",
    "sequence": "Sequences of themes: there are none.",
    "position": "Positions of themes: no theme occurs.",
}
NOT_CLEAR = {
    "contrast": (
        "Themes: in no family is one clearly more frequent than another, and at least twice as"
        " frequent."
    ),
    "group": "Groups: none differs clearly from all groups.",
    "change": "Over time: no period and no change is clear.",
    "trend": "Trends: none is clear without the periods on which it hinges most.",
    "pair": "Pairs of themes: of {n} from chance, none is clear among so many.",
    "pattern": "Patterns: none is split by a word, and no theme rests on one that its label lacks.",
    "sequence": "Sequences of themes: of {n} from chance, none is clear among so many.",
    "position": "Positions of themes: of {n} from the middle, none is clear among so many.",
}


TESTED = ("group", "change", "trend")


def _say_why_not(row: Row) -> str:
    reasons = {"no interval": NO_INTERVAL, "no data": NO_DATA, "not clear": NOT_CLEAR}
    reason = reasons[row.outcome][row.kind]
    said = reason.format(n=pluralize(row.n_compared, "difference"))
    if row.outcome == "not clear" and row.kind in TESTED and row.theme:
        state, _ = SENTENCES[row.kind]
        chance = say_chance(row.n_compared, row.p, stands_out=False)
        return f"{said} The clearest: {state(row)} {chance}."
    return said
