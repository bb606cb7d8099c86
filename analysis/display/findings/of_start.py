"""The main findings and how sure each is, in sentences."""

import json
from collections.abc import Callable
from math import exp, isnan
from typing import Any, NamedTuple

import pandas as pd

from analysis.display.findings.comparisons import Trend, say_chance, say_rest, say_trend
from analysis.display.findings.phrases import (
    join_names,
    name_units,
    out_of,
    quote,
    say_interval,
    say_share,
)
from analysis.display.main_findings import MainFinding, MainFindings
from analysis.messages import count, decimal, number, say

MOST = 5  # main findings
MOST_ALSO = 4  # other comparisons that are named
FEW = 10  # texts; if fewer carry a theme, its interval is unreliable

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
    named = {"theme": quote(row.label_b), "sentence": quote(quotation.sentence)}
    if quotation.words:
        words = join_names([quote(word) for word in quotation.words.split(", ")])
        return say(
            "The one sentence with {theme} contains {words}, so it seems to report what others say:"
            " {sentence}",
            words=words,
            **named,
        )
    return say("The one sentence with {theme} is: {sentence}", **named)


def _state_contrast(row: Row) -> str:
    named = {
        "most": quote(row.label),
        "counted": _count(row),
        "least": quote(row.label_b),
        "n": number(row.n_sentences_hit_b),
    }
    if row.family_label:
        return say(
            "The themes under {family} that occur range from {most} ({counted}) to {least} ({n}).",
            family=quote(row.family_label),
            **named,
        )
    return say("All themes that occur range from {most} ({counted}) to {least} ({n}).", **named)


def _hedge_contrast(row: Row) -> str:
    if isnan(row.effect_low):
        return _explain_count(row)
    return say(
        "By texts ({n}), the 95% intervals are {limits} of sentences for {theme} and {limits_b} for"
        " {theme_b}.",
        n=number(row.n_resampled),
        limits=say_interval(row.low, row.high),
        theme=quote(row.label),
        limits_b=say_interval(row.low_b, row.high_b),
        theme_b=quote(row.label_b),
    )


def _explain_count(row: Row) -> str:
    """Say that a finding is a count, and what an interval by paragraphs would mean."""
    if row.resampled != "paragraphs":
        return say(
            "This is a count of {texts}, not an estimate: an interval needs five texts.",
            texts=count(row.n_resampled, "text"),
        )
    counted = say(
        "One text is no sample of anything but itself, so this is a count, not an estimate."
    )
    if isnan(row.low):
        return counted
    spread = say(
        "The interval of {theme} by its {paragraphs}, {limits} of sentences, shows how far the"
        " share hangs on single ones, and says nothing about other texts.",
        theme=quote(row.label),
        paragraphs=count(row.n_resampled, "paragraph"),
        limits=say_interval(row.low, row.high),
    )
    return f"{counted} {spread}"


def _state_group(row: Row) -> str:
    named = _name_difference(row, f"{quote(row.group)} ({row.column})")
    if row.effect > 0:
        return say(
            "{theme} is more frequent in {group} than overall: {share} of sentences ({k} of {n}),"
            " against {share_b} in all groups together.",
            **named,
        )
    return say(
        "{theme} is less frequent in {group} than overall: {share} of sentences ({k} of {n}),"
        " against {share_b} in all groups together.",
        **named,
    )


def _name_difference(row: Row, group: str) -> dict[str, str]:
    """Write what a sentence about the share of a theme in a group names."""
    return {
        "theme": quote(row.label),
        "group": group,
        "share": say_share(row.share),
        "k": number(row.n_sentences_hit),
        "n": number(row.n_sentences),
        "share_b": say_share(row.share_b),
    }


def _state_change(row: Row) -> str:
    """Say what is clearest over time: a period apart, or a change."""
    if row.what == "difference":
        return _state_period(row)
    named = {
        "theme": quote(row.label),
        "share_b": say_share(row.share_b),
        "before": row.group_b,
        "share": say_share(row.share),
        "period": row.group,
        "counted": out_of(row.n_sentences_hit, row.n_sentences, "sentence"),
    }
    if row.effect > 0:
        return say(
            "{theme} rose from {share_b} of sentences in {before} to {share} in {period}"
            " ({counted}).",
            **named,
        )
    return say(
        "{theme} fell from {share_b} of sentences in {before} to {share} in {period} ({counted}).",
        **named,
    )


def _state_period(row: Row) -> str:
    named = _name_difference(row, row.group)
    if row.effect > 0:
        return say(
            "{theme} is more frequent in {group} than overall: {share} of sentences ({k} of {n}),"
            " against {share_b} in all periods together.",
            **named,
        )
    return say(
        "{theme} is less frequent in {group} than overall: {share} of sentences ({k} of {n}),"
        " against {share_b} in all periods together.",
        **named,
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
    basis = say("The intervals are by {units}.", units=name_units(row.resampled))
    return f"{say_rest(_read_trend(row))}. {basis} {chance}."


def _hedge_difference(row: Row) -> str:
    interval = say_interval(row.effect_low, row.effect_high, "")
    chance = say_chance(row.n_compared, row.p, stands_out=True)
    difference = say(
        "The difference is {points} percentage points (by {units}, {interval}).",
        points=_say_points(row.effect),
        units=name_units(row.resampled),
        interval=interval,
    )
    return f"{difference} {chance}."


def _say_points(difference: float) -> str:
    return decimal(100 * difference).replace("-", "−")


def _say_among(row: Row) -> str:
    if row.n_compared < 2:
        return ""
    return say(
        "Among {comparisons}, one as clear as this would be rare by chance.",
        comparisons=count(row.n_compared, "comparison"),
    )


def _state_pair(row: Row) -> str:
    named = {
        "n_both": number(row.n_both),
        "theme": quote(row.label),
        "theme_b": quote(row.label_b),
        "expected": number(row.expected),
        "compared": _say_compared(row),
    }
    if row.n_both == 1:
        return say(
            "{n_both} sentence carries both {theme} and {theme_b}; by chance, about"
            " {expected}{compared} would.",
            **named,
        )
    return say(
        "{n_both} sentences carry both {theme} and {theme_b}; by chance, about"
        " {expected}{compared} would.",
        **named,
    )


def _say_compared(row: Row) -> str:
    """Say which sentences a pair of two families was compared among, unless it is all."""
    if not row.n_sentences:
        return ""
    among = say(
        "of the {n} that carry some theme of both families",
        n=number(row.n_sentences),
    )
    return f" {among}"


def _hedge_pair(row: Row) -> str:
    codebook = say(
        "It is not the codebook’s doing: the two share no pattern, and never find the same words."
    )
    pairs = count(row.n_set_aside, "other pair")
    if row.n_set_aside == 1:
        codebook += " " + say("({pairs} does, and is left out.)", pairs=pairs)
    elif row.n_set_aside:
        codebook += " " + say("({pairs} do, and are left out.)", pairs=pairs)
    ratio, interval = _say_odds(row)
    named = {"ratio": ratio, "units": name_units(row.resampled), "interval": interval}
    if row.n_sentences:
        odds = say(
            "Among these, the odds of one theme are {ratio} times as high in sentences with the"
            " other as in those without it (by {units}, {interval}).",
            **named,
        )
    else:
        odds = say(
            "The odds of one theme are {ratio} times as high in sentences with the other as in"
            " those without it (by {units}, {interval}).",
            **named,
        )
    return f"{odds} {_say_among(row)} {codebook}"


def _state_sequence(row: Row) -> str:
    return say(
        "{sentences} with {theme} are followed by one with {theme_b}; with the sentences of each"
        " text in random order, about {expected} would be.",
        sentences=count(row.n_both, "sentence"),
        theme=quote(row.label),
        theme_b=quote(row.label_b),
        expected=number(row.expected),
    )


def _hedge_sequence(row: Row) -> str:
    ratio, interval = _say_odds(row)
    odds = say(
        "The odds are {ratio} times those of chance (by {units}, {interval}).",
        ratio=ratio,
        units=name_units(row.resampled),
        interval=interval,
    )
    return f"{odds} {_say_among(row)}"


def _say_odds(row: Row) -> tuple[str, str]:
    """Say log odds as an odds ratio, and its interval."""
    ratio, low, high = (_round(exp(x)) for x in (row.effect, row.effect_low, row.effect_high))
    return ratio, say("{least} to {most}", least=low, most=high)


def _round(ratio: float) -> str:
    """Round a ratio to two significant digits, and never to powers of ten.

    >>> [_round(ratio) for ratio in (0.0312, 1.96, 17.4, 1234.5)]
    ['0.031', '2', '17', '1,200']
    """
    rounded = float(f"{ratio:.2g}")
    digits = len(f"{rounded:f}".rstrip("0").partition(".")[2])
    return decimal(rounded, digits)


def _state_split(row: Row) -> str:
    named = {
        "theme": quote(row.label),
        "k": number(row.n_both),
        "matches": count(row.n_hits, "match"),
        "pattern": quote(row.pattern),
        "form": quote(row.group),
    }
    if not row.group_b:
        return say(
            "{theme} may mix two subjects: {k} of {matches} of {pattern} are {form}.", **named
        )
    return say(
        "{theme} may mix two subjects: {k} of {matches} of {pattern} are {form}, and {k_b} are"
        " {form_b}.",
        k_b=number(row.n_sentences_hit_b),
        form_b=quote(row.group_b),
        **named,
    )


def _state_pattern(row: Row) -> str:
    if row.n_hits:
        return _state_split(row)
    named = {"theme": quote(row.label), "pattern": quote(row.pattern)}
    if row.n_only == row.n_sentences_hit:
        found = say(
            "{theme} rests on one pattern: all of its {sentences} are found only by {pattern}.",
            sentences=count(row.n_only, "sentence"),
            **named,
        )
    else:
        found = say(
            "{theme} rests on one pattern: {k} of its {sentences} are found only by {pattern}.",
            k=number(row.n_only),
            sentences=count(row.n_sentences_hit, "sentence"),
            **named,
        )
    return f"{found} {_say_without(row)}"


def _say_without(row: Row) -> str:
    """Say what is left of a theme without the pattern on which it rests."""
    if not row.n_sentences_hit_b:
        return say("Without that pattern, the theme would not occur.")
    return say(
        "Without that pattern, the theme would be in {left} of sentences instead of {share}.",
        left=say_share(row.share_b),
        share=say_share(row.share),
    )


def _hedge_pattern(row: Row) -> str:
    if row.n_hits:
        return say(
            "This is a count, not an estimate, and no count can say whether all of these belong to"
            " the theme: read some of them. If one kind does not, exclude it by a “not” pattern."
        )
    return say(
        "This is a count, not an estimate. If the pattern also matches other things, the theme"
        " does not mean what its label says: read some of its lines."
    )


def _state_position(row: Row) -> str:
    named = {"theme": quote(row.label), "position": say_share(row.effect)}
    if row.effect < 0.5:
        return say(
            "{theme} comes early: its mean position is {position} of the way through a text.",
            **named,
        )
    return say(
        "{theme} comes late: its mean position is {position} of the way through a text.", **named
    )


def _hedge_position(row: Row) -> str:
    interval = say(
        "The interval of the mean position (by the {texts} that carry the theme) is {interval}; by"
        " chance it would be 50%.",
        texts=count(row.n_resampled, "text"),
        interval=say_interval(row.effect_low, row.effect_high),
    )
    return f"{interval} {_say_among(row)}"


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
    counted = out_of(row.n_sentences_hit, row.n_sentences, "sentence")
    if row.n_sentences < 100:  # the percentage of few would look more exact than it is
        return counted
    return f"{counted}, {say_share(row.share)}"


def _say_also(row: Row) -> str:
    """Name the other comparisons of the kind that stand out."""
    others = row.also.splitlines()
    if not others:
        return ""
    named = others[:MOST_ALSO]
    if len(others) > MOST_ALSO:
        named.append(say("{n} more", n=number(len(others) - MOST_ALSO)))
    return say("Also standing out: {others}.", others=join_names(named))


def _say_jump(row: Row) -> str:
    """Say that a change over time is a jump, and no trend."""
    if row.kind != "change" or not row.without:
        return ""
    named = {
        "periods": row.without,
        "slope": _say_points(row.rest),
        "low": _say_points(row.rest_low),
        "high": _say_points(row.rest_high),
    }
    if row.effect > 0:
        return say(
            "A line through all periods rises only because of {periods}: without, its slope is"
            " {slope} percentage points a period ({low} to {high}). That is a jump, and no trend.",
            **named,
        )
    return say(
        "A line through all periods falls only because of {periods}: without, its slope is {slope}"
        " percentage points a period ({low} to {high}). That is a jump, and no trend.",
        **named,
    )


def _hedge_by_clusters(row: Row) -> str:
    """Warn of intervals by the paragraphs of one text, and of those by few texts."""
    if row.resampled == "paragraphs" and not isnan(row.effect_low):
        return say(
            "One text is no sample of anything but itself: the interval is by its paragraphs, and"
            " says how the text is built."
        )
    if row.resampled == "texts" and 0 < row.n_carrying < FEW and not isnan(row.low):
        named = {"texts": count(row.n_carrying, "text"), "few": number(FEW)}
        if row.n_carrying == 1:
            return say(
                "Only {texts} carries the theme there: with fewer than {few}, an interval is"
                " rough.",
                **named,
            )
        return say(
            "Only {texts} carry the theme there: with fewer than {few}, an interval is rough.",
            **named,
        )
    return ""


def _say_what_it_rests_on(row: Row) -> str:
    """Say whether the theme of a finding rests on one pattern, as notebook 07 does."""
    if row.kind == "pattern" or not row.n_theme or not row.pattern:
        return ""
    named = {"theme": quote(row.pattern_label), "pattern": quote(row.pattern)}
    if row.n_patterns == 1:
        return say("{theme} has only one pattern, {pattern}.", **named)
    named["sentences"] = count(row.n_theme, "sentence")
    k = number(row.n_only)
    if row.rests:
        return say(
            "{theme} rests on one pattern: {k} of its {sentences} are found only by {pattern}.",
            k=k,
            **named,
        )
    if 2 * row.n_only > row.n_theme:
        return say(
            "Only {pattern} finds {k} of the {sentences} with {theme}, which is no surprise: it is"
            " a word of the label, or one of two patterns that find about as much.",
            k=k,
            **named,
        )
    return say(
        "{theme} does not rest on one pattern: even without {pattern}, {k} of its {sentences}"
        " remain.",
        k=number(row.n_theme - row.n_only),
        **named,
    )


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


def _say_no_interval() -> dict[str, str]:
    """Say, by kind of finding, that there are no intervals."""
    return {
        "group": say(
            "Groups: none has the five texts, or paragraphs of one text, that an interval needs."
        ),
        "change": say(
            "Over time: no two periods in a row have the five texts that an interval needs."
        ),
        "trend": say("Trends: an interval needs three periods and five texts."),
        "pair": say(
            "Pairs of themes: an interval needs five texts, or five paragraphs of one text."
        ),
        "sequence": say(
            "Sequences of themes: an interval needs five texts, or five paragraphs of one."
        ),
        "position": say("Positions of themes: an interval needs ten texts that carry the theme."),
    }


def _say_no_data() -> dict[str, str]:
    """Say, by kind of finding, that there is nothing to compare."""
    return {
        "contrast": say("Themes: none occurs."),
        "group": say("Groups: no metadata column puts the texts into groups."),
        "change": say("Over time: no metadata column dates the texts."),
        "trend": say("Trends: no metadata column dates the texts."),
        "pair": say("Pairs of themes: there are none."),
        "pattern": say("Patterns: none finds anything."),
        "sequence": say("Sequences of themes: there are none."),
        "position": say("Positions of themes: no theme occurs."),
    }


def _say_not_clear(n: str) -> dict[str, str]:
    """Say, by kind of finding, that nothing is clear."""
    return {
        "contrast": say(
            "Themes: in no family is one clearly more frequent than another, and"
            " at least twice as frequent."
        ),
        "group": say("Groups: none differs clearly from all groups."),
        "change": say("Over time: no period and no change is clear."),
        "trend": say("Trends: none is clear without the periods on which it hinges most."),
        "pair": say("Pairs of themes: of {n} from chance, none is clear among so many.", n=n),
        "pattern": say(
            "Patterns: none is split by a word, and no theme rests on one that its label lacks."
        ),
        "sequence": say(
            "Sequences of themes: of {n} from chance, none is clear among so many.", n=n
        ),
        "position": say(
            "Positions of themes: of {n} from the middle, none is clear among so many.", n=n
        ),
    }


TESTED = ("group", "change", "trend")


def _say_why_not(row: Row) -> str:
    reasons = {
        "no interval": _say_no_interval(),
        "no data": _say_no_data(),
        "not clear": _say_not_clear(count(row.n_compared, "difference")),
    }
    said = reasons[row.outcome][row.kind]
    if row.outcome == "not clear" and row.kind in TESTED and row.theme:
        state, _ = SENTENCES[row.kind]
        chance = say_chance(row.n_compared, row.p, stands_out=False)
        clearest = say("The clearest: {finding} {chance}.", finding=state(row), chance=chance)
        return f"{said} {clearest}"
    return said
