"""How far coders agree, in sentences."""

from typing import Any

import pandas as pd

from analysis.display.findings.phrases import join_names, out_of, put_on_lines, quote
from analysis.messages import count, decimal, number, percent, say
from analysis.tables import LEAST_ALPHA, LEAST_CODED
from analysis.wording import one_line, shorten

LONGEST = 200  # characters; a longer definition is cut
NAMED = 3  # the most pairs of themes that are named
MOST_RARE = 6  # themes that are too rare, and are named
LAST_PART = r"/?[^/]*$"  # of an id: topic/poverty -> topic
OFTEN = 2  # sentences; pairs that are confused less often are not named


def describe_coders(
    codings: pd.DataFrame,
    agreement: pd.DataFrame,
    confusions: pd.DataFrame,
    differences: pd.DataFrame,
    final: pd.DataFrame,
) -> str:
    """Say how far coders agree, which themes they confuse, and on how many sentences they differ.

    Without two coders, say how to get them.

    Args:
        codings: one row per theme that a coder gave a sentence.
        agreement: one row per theme, and `""` for all, as from `analysis.agreement`.
        confusions: one row per pair of themes, as from `analysis.coding.confusions`.
        differences: one row per sentence, as from `analysis.coding.differences_of_coders`.
        final: what was settled, as codings.
    """
    coders = codings["coder"].unique().tolist()
    n_units = int(agreement.loc[agreement["theme"] != "", "n_units"].max()) if len(agreement) else 0
    if n_units == 0:
        return put_on_lines(_say_too_few(codings, coders), _say_how_to_sample())
    further = put_on_lines(
        _say_more_help(agreement),
        _most_confused(confusions),
        *_compare_definitions(confusions),
        _differing(len(differences), n_units),
        _settled(differences, final),
    )
    return f"{describe_agreement(agreement)}\n{further}"


def describe_agreement(agreement: pd.DataFrame) -> str:
    """Say how far coders agree, how sure that is, and of which themes nothing can be said.

    Args:
        agreement: one row per theme, and `""` for all, as from `analysis.agreement`.

    >>> row = {"theme": ["aid", ""], "label": ["Aid", "All themes"], "n_coders": 2, "n_units": 40}
    >>> row |= {"n_coded": 3, "percent": 0.95, "kappa": 0.5, "alpha": 0.5, "low": float("nan")}
    >>> print(describe_agreement(pd.DataFrame(row).assign(high=float("nan"))).splitlines()[-1])
    Too rare to say how well coders agree (coded in fewer than 10 sentences): “Aid” (3).
    """
    themes = _leave_out_sums(agreement[agreement["theme"] != ""])
    if themes.empty or themes["n_units"].max() == 0:
        return say("No sentence was read by two coders, so there is no agreement to speak of.")
    read = _say_read(int(themes["n_coders"].max()), int(themes["n_units"].max()))
    given = themes[themes["n_coded"] > 0]
    return put_on_lines(
        read,
        *map(_overall, agreement[agreement["theme"] == ""].to_dict("records")),
        _lowest(given[given["low"].notna()]),
        _acceptable(given),
        _too_rare(given[given["n_coded"] < LEAST_CODED], len(given)),
        _never_given(len(themes) - len(given), len(themes)),
    )


def _leave_out_sums(themes: pd.DataFrame) -> pd.DataFrame:
    """Leave out themes that have subthemes, which would count these twice."""
    parents = themes["theme"].str.replace(LAST_PART, "", regex=True)
    return themes[~themes["theme"].isin(parents)]


def _say_too_few(codings: pd.DataFrame, coders: list[str]) -> str:
    if not coders:
        return say("No sentence is coded by hand.")
    if len(coders) > 1:
        return say("No sentence was read by two coders, so there is no agreement to speak of.")
    read = codings.drop_duplicates(["doc_id", "sent_id"])
    return say(
        "One coder read {sentences}, and nobody else read any: it is not known whether others would"
        " code them in the same way.",
        sentences=count(len(read), "sentence"),
    )


def _say_how_to_sample() -> str:
    return say(
        "Let two people code the same sentences, each alone: `workbook sample STUDY --n 100"
        " --coders A,B` draws them at random, and writes a sheet for each coder into codings/."
    )


def _say_more_help(agreement: pd.DataFrame) -> str:
    """Say how to get more sentences, if more than half of the themes given are too rare."""
    themes = _leave_out_sums(agreement[agreement["theme"] != ""])
    given = themes[themes["n_coded"] > 0]
    if (given["n_coded"] < LEAST_CODED).sum() <= len(given) / 2:
        return ""
    return say(
        "More sentences would tell: `workbook sample STUDY --more 100` adds some to the sheets of"
        " the coders."
    )


def _most_confused(confusions: pd.DataFrame) -> str:
    """Name the pairs of themes that are confused most often."""
    if confusions.empty:
        return say("They confuse no two themes.")
    often = confusions[confusions["n_confused"] >= OFTEN]
    if often.empty:
        return say("They confuse no two themes more than once.")
    pairs = [
        say(
            "{a} and {b} ({n}; by chance {expected})",
            a=quote(row.label_a),
            b=quote(row.label_b),
            n=number(row.n_confused),
            expected=decimal(row.expected, 1),
        )
        for row in often.head(NAMED).itertuples()
    ]
    return say(
        "Confused most often, with the number of sentences: {pairs}.",
        pairs=say("; ").join(pairs),
    )


def _compare_definitions(confusions: pd.DataFrame) -> list[str]:
    """Quote the definitions of the pair that is confused most often, if more than by chance."""
    is_clear = confusions["n_confused"] > confusions["expected"]
    often = confusions[is_clear & (confusions["n_confused"] >= OFTEN)]
    lines = []
    for row in often.head(1).itertuples():
        lines += _say_definitions(row)
        lines.append(
            say(
                "These two could be told apart better if the codebook said whether a sentence can"
                " have both and, if not, which of them it gets. `include` and `exclude` can hold"
                " sentences on which coders differ."
            )
        )
    return lines


def _say_definitions(row: Any) -> list[str]:
    if not (row.definition_a.strip() or row.definition_b.strip()):
        a, b = quote(row.label_a), quote(row.label_b)
        return [say("The codebook defines neither {a} nor {b}.", a=a, b=b)]
    return [
        _say_definition(row.label_a, row.definition_a),
        _say_definition(row.label_b, row.definition_b),
    ]


def _say_definition(label: str, definition: str) -> str:
    text = one_line(definition)
    if not text:
        return say("The codebook has no definition of {theme}.", theme=quote(label))
    definition = quote(shorten(text, LONGEST))
    return say("{theme} is defined as {definition}", theme=quote(label), definition=definition)


def _differing(n: int, n_units: int) -> str:
    """Say on how many sentences coders differ."""
    if n == 0:
        return say("They differ on none of these sentences.")
    return say("They differ on {sentences}.", sentences=out_of(n, n_units, "sentence"))


def _settled(differences: pd.DataFrame, final: pd.DataFrame) -> str:
    """Say how many of these sentences are settled, or where to settle them."""
    if differences.empty:
        return ""
    key = ["doc_id", "sent_id"]
    n = len(differences.merge(final[key].drop_duplicates(), on=key))
    if n == 0:
        return say(
            "`workbook adjudicate STUDY` writes these into a sheet, codings/final.csv, the worst"
            " first, where each can be settled. What is settled counts when patterns are held"
            " against people."
        )
    if n == len(differences):
        return say("All of these are settled in codings/final.csv.")
    return say("Of these, {k} are settled in codings/final.csv.", k=number(n))


def _say_read(n_coders: int, n_units: int) -> str:
    sentences = count(n_units, "sentence")
    if n_coders == 2:
        return say("Two coders read the same {sentences}.", sentences=sentences)
    coders = count(n_coders, "coder")
    return say(
        "{sentences} were read by at least two of the {coders}.",
        coders=coders,
        sentences=sentences,
    )


def _overall(row: dict) -> str:
    """Say how far coders agree on all themes, beside what chance would give."""
    kappa, agreeing = row["kappa"], row["percent"]
    if pd.isna(kappa):
        return say("No theme varies enough to tell agreement from chance.")
    named = {"alpha": _say_alpha(row), "percent": percent(agreeing, 1)}
    if kappa == 1:
        return say(
            "Over all themes, Krippendorff’s alpha is {alpha}; asked whether a sentence has a"
            " theme, two coders agree in {percent} of the cases.",
            **named,
        )
    by_chance = (agreeing - kappa) / (1 - kappa)
    return say(
        "Over all themes, Krippendorff’s alpha is {alpha}; asked whether a sentence has a theme,"
        " two coders agree in {percent} of the cases, and by chance would in {chance}.",
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


def _acceptable(given: pd.DataFrame) -> str:
    """Say how many themes are reliable enough, by their whole interval."""
    if given["low"].isna().all():
        return ""
    return say(
        "Krippendorff asks for an alpha of at least {least}, even if conclusions are tentative; the"
        " whole interval lies above that for {themes}.",
        least=decimal(LEAST_ALPHA, 3),
        themes=out_of(int((given["low"] > LEAST_ALPHA).sum()), len(given), "theme"),
    )


def _too_rare(rare: pd.DataFrame, n_themes: int) -> str:
    if rare.empty:
        return ""
    if len(rare) > MOST_RARE:
        return say(
            "Too rare to say how well coders agree (coded in fewer than {least} sentences):"
            " {themes}.",
            least=number(LEAST_CODED),
            themes=out_of(len(rare), n_themes, "theme"),
        )
    names = [
        say("{theme} ({n})", theme=quote(label), n=number(int(n)))
        for label, n in rare[["label", "n_coded"]].itertuples(index=False)
    ]
    return say(
        "Too rare to say how well coders agree (coded in fewer than {least} sentences): {themes}.",
        least=number(LEAST_CODED),
        themes=join_names(names),
    )


def _never_given(n: int, n_themes: int) -> str:
    if n == 0:
        return ""
    return say("Given by no coder: {themes}.", themes=out_of(n, n_themes, "theme"))


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
