"""Shares corrected by a coded sample, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import out_of, put_on_lines, quote, say_interval
from analysis.messages import count, number, percent, say


def describe_corrected(corrected: pd.DataFrame, in_sample: bool = False) -> str:
    """Say what share of the sentences the patterns found, and what share people would have coded.

    Args:
        corrected: one row per theme, perhaps in several groups, as from `corrected_shares`.
        in_sample: whether the patterns may have been improved on the coded sentences.

    Returns:
        What a corrected share is; then the theme whose share changes most, of those whose interval
        leaves out the share of hits, if there are any; for how many it does; and how many
        shares have no corrected one because too few sentences were coded. Headings are not counted;
        the one whose share changes most is named, if there are any that change and no groups.

    >>> row = {"label": ["Aid"], "n_sentences": 900, "n_sample": 12, "share": 0.1}
    >>> print(describe_corrected(pd.DataFrame({**row, "corrected": float("nan")})))
    Too few sentences were coded by hand (12 of 900) to correct any share.
    """
    headings = corrected.head(0)
    if "coded" in corrected:
        headings = corrected[~corrected["coded"]]
        corrected = corrected[corrected["coded"]]
    if corrected.empty:
        return say("There is no share to correct.")
    known = corrected[corrected["corrected"].notna()]
    if corrected["n_sample"].max() == 0:
        return say("No random sample of the sentences was coded by hand to correct shares by.")
    if known.empty:
        most = corrected.loc[corrected["n_sample"].idxmax()]
        return say(
            "Too few sentences were coded by hand ({k} of {n}) to correct any share.",
            k=number(int(most["n_sample"])),
            n=number(int(most["n_sentences"])),
        )
    lines = [
        say(
            "A corrected share is the share of these sentences that a person would have coded,"
            " estimated from all hits and the coded sample together; its interval is for these"
            " sentences, not for other texts like them."
        ),
        _most_changed(known),
        _count_changed(known),
        _most_changed_heading(headings),
    ]
    n_unknown = len(corrected) - len(known)
    if n_unknown:
        lines.append(
            say(
                "Too few sentences were coded by hand for {cases}.",
                cases=count(n_unknown, "case"),
            )
        )
    if in_sample:
        lines.append(
            say(
                "The codebook has changed since the sample was drawn: if it was improved on these"
                " sentences, it fits them better than the others, and the corrected shares are too"
                " close to the shares of hits."
            )
        )
    return put_on_lines(*lines)


def _most_changed(known: pd.DataFrame) -> str:
    changed = _find_changed(known)
    rows = known if changed.empty else changed
    row = rows.loc[(rows["corrected"] - rows["share"]).abs().idxmax()]
    return say(
        "The patterns found {theme} in {share} of the sentences; corrected, it is {corrected}"
        " (95% interval {interval}).",
        theme=quote(row["label"]),
        share=percent(row["share"], 1),
        corrected=percent(row["corrected"], 1),
        interval=say_interval(row["low"], row["high"]),
    )


def _most_changed_heading(headings: pd.DataFrame) -> str:
    """Name the heading whose share changes most, if one surely changes and there are no groups."""
    changed = _find_changed(headings)
    if changed.empty or headings["theme"].duplicated().any():
        return ""
    row = changed.loc[(changed["corrected"] - changed["share"]).abs().idxmax()]
    return say(
        "Of the headings, which count each sentence with any of their themes, {theme} changes most:"
        " {share} by the hits, {corrected} corrected (95% interval {interval}).",
        theme=quote(row["label"]),
        share=percent(row["share"], 1),
        corrected=percent(row["corrected"], 1),
        interval=say_interval(row["low"], row["high"]),
    )


def _find_changed(known: pd.DataFrame) -> pd.DataFrame:
    """Find the corrected shares whose interval leaves out the share of hits."""
    return known[(known["share"] < known["low"]) | (known["share"] > known["high"])]


def _count_changed(known: pd.DataFrame) -> str:
    n_changed = len(_find_changed(known))
    noun = "case" if known["theme"].duplicated().any() else "theme"
    if not n_changed:
        return say(
            "The share of hits lies within the interval for {cases}.",
            cases=out_of(len(known), len(known), noun),
        )
    return say(
        "The share of hits lies outside the interval for {cases}.",
        cases=out_of(n_changed, len(known), noun),
    )
