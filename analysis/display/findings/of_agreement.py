"""How far coders agree, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import join_names, put_on_lines, quote
from analysis.messages import count, decimal, number, percent, say
from analysis.tables import LEAST_CODED

# Krippendorff 2004, "Reliability in content analysis: some common misconceptions and
# recommendations", Human Communication Research 30, 411-433
LEAST_ALPHA = 0.667


def describe_agreement(agreement: pd.DataFrame) -> str:
    """Say how far coders agree, how sure that is, and of which themes nothing can be said.

    Args:
        agreement: one row per theme, and `""` for all, as from `analysis.agreement`.

    >>> row = {"theme": ["aid", ""], "label": ["Aid", "All themes"], "n_coders": 2, "n_units": 40}
    >>> row |= {"n_coded": 3, "percent": 0.95, "kappa": 0.5, "alpha": 0.5, "low": float("nan")}
    >>> print(describe_agreement(pd.DataFrame(row).assign(high=float("nan"))).splitlines()[-1])
    Too rare to say how well coders agree (coded in fewer than 10 sentences): “Aid” (3).
    """
    themes = agreement[agreement["theme"] != ""]
    if themes.empty or themes["n_units"].max() == 0:
        return say("No sentence was read by two coders, so there is no agreement to speak of.")
    read = say(
        "Two coders or more, of {coders}, read {sentences}.",
        coders=count(int(themes["n_coders"].max()), "coder"),
        sentences=count(int(themes["n_units"].max()), "sentence"),
    )
    is_rare = themes["n_coded"] < LEAST_CODED
    sure = themes[themes["low"].notna()]
    return put_on_lines(
        read,
        *map(_overall, agreement[agreement["theme"] == ""].to_dict("records")),
        _lowest(sure),
        _acceptable(sure),
        _too_rare(themes[is_rare]),
    )


def _overall(row: dict) -> str:
    """Say how far coders agree on all themes, beside what chance would give."""
    kappa, agreeing = row["kappa"], row["percent"]
    if pd.isna(kappa):
        return say("No theme varies enough to tell agreement from chance.")
    named = {"alpha": _say_alpha(row), "percent": percent(agreeing, 1)}
    if kappa == 1:
        return say(
            "Over all themes, Krippendorff’s alpha is {alpha}; pairs of coders agree in {percent}"
            " of the cases.",
            **named,
        )
    by_chance = (agreeing - kappa) / (1 - kappa)
    return say(
        "Over all themes, Krippendorff’s alpha is {alpha}; pairs of coders agree in {percent} of"
        " the cases, and would in {chance} by chance.",
        chance=percent(by_chance, 1),
        **named,
    )


def _lowest(sure: pd.DataFrame) -> str:
    """Name the theme with the lowest alpha, if there are several."""
    if len(sure) < 2:
        return ""
    row = sure.loc[sure["alpha"].idxmin()].to_dict()
    return say(
        "Among the themes with an interval, alpha is lowest for {theme}: {alpha}.",
        theme=quote(row["label"]),
        alpha=_say_alpha(row),
    )


def _acceptable(sure: pd.DataFrame) -> str:
    """Say how many themes are reliable enough, by their whole interval."""
    if sure.empty:
        return ""
    return say(
        "The whole interval lies above {least} for {k} of {themes}; that is the least that"
        " Krippendorff asks for tentative conclusions.",
        least=decimal(LEAST_ALPHA, 3),
        k=number(int((sure["low"] > LEAST_ALPHA).sum())),
        themes=count(len(sure), "theme"),
    )


def _too_rare(rare: pd.DataFrame) -> str:
    if rare.empty:
        return ""
    names = [
        say("{theme} ({n})", theme=quote(label), n=number(int(n)))
        for label, n in rare[["label", "n_coded"]].itertuples(index=False)
    ]
    return say(
        "Too rare to say how well coders agree (coded in fewer than {least} sentences): {themes}.",
        least=number(LEAST_CODED),
        themes=join_names(names),
    )


def _say_alpha(row: dict) -> str:
    """Write alpha with its interval."""
    value = _write(row["alpha"])
    if pd.isna(row["low"]):
        return say("{value} (no interval)", value=value)
    low, high = _write(row["low"]), _write(row["high"])
    return say("{value} (95% interval {low} to {high})", value=value, low=low, high=high)


def _write(value: float) -> str:
    """Write a coefficient with two digits, with the sign that belongs before numbers."""
    return decimal(round(value, 2) + 0.0, 2).replace("-", "−")
