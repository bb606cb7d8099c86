"""Write captions and alternative texts: counts, the largest values, and what is left out."""

from collections.abc import Iterable

import pandas as pd

from analysis.charts.style import SMALL
from analysis.charts.wrapping import squeeze
from analysis.messages import count, join, name_of, number, out_of, percent, quote, say

LEAST_CARRYING = 10  # texts; with fewer that carry a theme, its interval is unreliable
NAMED = 3  # the most themes that a warning names
LONGEST = 3.2  # inches; a caption shortens longer labels
PERCENT_ABOVE = 200  # sentences; with fewer, a caption gives no percentage


def join_sentences(*sentences: str) -> str:
    """Join the sentences that are not empty.

    >>> join_sentences("n = 3 sentences.", "", "Two are long.")
    'n = 3 sentences. Two are long.'
    """
    return " ".join(filter(None, sentences))


def shorten_label(label: str) -> str:
    """Shorten a long label for a caption to its start and its end."""
    return squeeze(label, LONGEST, SMALL)


def say_count(k: int, n: int) -> str:
    """Say "k of n", with a percentage if n is large enough.

    >>> say_count(3, 17), say_count(120, 1204)
    ('3 of 17', '120 of 1,204 (10.0%)')
    """
    written = say("{k} of {n}", k=number(k), n=number(n))
    return written if n <= PERCENT_ABOVE else f"{written} ({percent(k / n, 1)})"


def say_counted(k: int, n: int) -> str:
    """Say "k of n sentences", with a percentage if n is large enough.

    >>> say_counted(3, 17), say_counted(120, 1204)
    ('3 of 17 sentences', '120 of 1,204 sentences (10.0%)')
    """
    written = out_of(k, n, "sentence")
    return written if n <= PERCENT_ABOVE else f"{written} ({percent(k / n, 1)})"


def say_part(k: int, n: int) -> str:
    """Say a share as a percentage, or as "k of n" if n is small.

    >>> say_part(3, 17), say_part(120, 1204)
    ('3 of 17', '10%')
    """
    return say("{k} of {n}", k=number(k), n=number(n)) if n <= PERCENT_ABOVE else percent(k / n)


def say_sentences(k: int, n: int) -> str:
    """Say "k of n sentences", or the percentage of the sentences if n is large enough.

    >>> say_sentences(3, 17), say_sentences(120, 1204)
    ('3 of 17 sentences', '10% of the sentences')
    """
    if n <= PERCENT_ABOVE:
        return out_of(k, n, "sentence")
    return say("{part} of the sentences", part=percent(k / n))


def say_each(values: list[str]) -> str:
    """Join what is said of several; once, if it is the same of each.

    >>> say_each(["16%", "12%"]), say_each(["16%", "16%"]), say_each(["16%"])
    ('16% and 12%', '16% each', '16%')
    """
    if len(values) > 1 and len(set(values)) == 1:
        return say("{value} each", value=values[0])
    return join(values)


def say_most_frequent(themes: pd.DataFrame, n: int) -> str:
    """Say which of the themes (`label`, `n`) is the most frequent, and how frequent it is.

    >>> themes = pd.DataFrame({"label": ["Aid", "Debt", "Sea"], "n": [11, 3, 11]})
    >>> say_most_frequent(themes[:2], 17)
    '“Aid” in 11 of 17 sentences'
    >>> say_most_frequent(themes, 17)
    '“Aid” and “Sea” in 11 of 17 sentences each'
    >>> say_most_frequent(themes.assign(n=0), 17)
    'No theme occurs'
    """
    most = int(themes["n"].max()) if len(themes) else 0
    if most == 0:
        return say("No theme occurs")
    names = [quote(shorten_label(label)) for label in themes.loc[themes["n"] == most, "label"]]
    sentences = say_sentences(most, n)
    if len(names) == 1:
        return say("{theme} in {sentences}", theme=names[0], sentences=sentences)
    named = join(names) if len(names) == 2 else count(len(names), "theme")
    return say("{themes} in {sentences} each", themes=named, sentences=sentences)


def list_largest(labels: Iterable[str], counts: Iterable[int], limit: int = 3) -> str:
    """List the labels with the highest counts above zero.

    >>> list_largest(["rights", "poverty", "trade"], [2, 5, 0])
    'poverty (5), rights (2)'
    """
    pairs = zip(labels, counts, strict=True)
    ranked = sorted(pairs, key=lambda pair: -pair[1])
    largest = [f"{label} ({number(counted)})" for label, counted in ranked[:limit] if counted]
    return ", ".join(largest)


def list_themes(themes: pd.DataFrame, limit: int = 3) -> str:
    """List the themes (`label`, `n`) with the highest counts above zero."""
    labels = themes["label"].map(shorten_label)
    return list_largest(labels, themes["n"], limit)


def say_shown(
    shown: pd.DataFrame,
    counted: pd.DataFrame,
    noun: str,
    which: str = "",
) -> str:
    """Say how many of the `counted` rows (with `n`) the chart shows; `""` if it shows all.

    Args:
        shown: the rows that the chart shows.
        counted: all rows.
        noun: what a row is, in the plural; those of `_say_nouns` in English, others as they are to
            be said, like `which`.
        which: what the rows shown have in common.

    >>> counted = pd.DataFrame({"n": range(22)})
    >>> print(say_shown(counted[2:], counted, "themes"))
    The chart shows 20 of 22 themes, those with the most sentences; its CSV file holds all.
    """
    if len(shown) == len(counted):
        return ""
    if not which:
        n_occurring = (counted["n"] > 0).sum()
        shows_occurring = len(shown) == n_occurring
        which = say("those that occur") if shows_occurring else say("those with the most sentences")
    return say(
        "The chart shows {k} of {n} {nouns}, {which}; its CSV file holds all.",
        k=number(len(shown)),
        n=number(len(counted)),
        nouns=_say_nouns(noun),
        which=which,
    )


def _say_nouns(nouns: str) -> str:
    """Say what charts show rows of."""
    known = {
        "columns": say("columns"),
        "groups": say("groups"),
        "lanes": say("lanes"),
        "rows": say("rows"),
        "sentences": say("sentences"),
        "themes": say("themes"),
        "themes that occur": say("themes that occur"),
    }
    return known.get(nouns, nouns)


def explain_all(themes: pd.DataFrame, addition: str = "") -> str:
    """Explain “(all)” if a label of these themes contains it; otherwise return `""`."""
    if not themes["has_subthemes"].any():
        return ""
    return say("A theme with “(all)” includes its subthemes{addition}.", addition=addition)


def say_none_occurs() -> str:
    """Say that a chart of themes is empty."""
    return say("None of these themes occurs.")


def say_none_in_these() -> str:
    """Say that a chart of themes in groups is empty."""
    return say("No theme occurs in these sentences.")


# -- intervals -------------------------------------------------------------------------------------


def explain_intervals(shares: pd.DataFrame, mark: str = "A thin line") -> str:
    """Say what the intervals in a chart rest on, or why there are none.

    Args:
        shares: the rows that the chart shows, with a `label`, and with their `theme` if it can have
            several rows, one for each group; the result is `""` if they lack the
            columns `analysis.tables.INTERVAL_COLUMNS`.
        mark: what an interval is drawn as; those of `_say_mark` in English, others as they are to
            be said.

    >>> row = {"label": ["Aid"], "share": 0.2, "low": 0.1, "high": 0.3, "resampled": "texts"}
    >>> explain_intervals(pd.DataFrame(row).assign(n_resampled=140, n_carrying=50))
    'A thin line is a 95% interval by bootstrap-t over 140 texts.'
    """
    if "low" not in shares or not shares["share"].notna().any():
        return ""
    with_interval = shares[shares["low"].notna()]
    if with_interval.empty:
        return _explain_no_intervals(shares)
    unit = with_interval["resampled"].iloc[0]
    basis = say(
        "{mark} is a 95% interval by bootstrap-t over {n} {units}.",
        mark=_say_mark(mark),
        n=_say_range(with_interval["n_resampled"]),
        units=say_units(unit),
    )
    missing = ""
    if len(with_interval) < len(shares):
        missing = say("A group with fewer than five {units} has none.", units=say_units(unit))
    return join_sentences(
        basis,
        _explain_wilson(with_interval, unit),
        missing,
        _say_one_text(unit),
        _warn_of_few(with_interval, unit),
    )


def say_units(unit: str, n: int = 2) -> str:
    """Say what was resampled, `texts` or `paragraphs` as a table names it, as it follows a number.

    >>> say_units("texts"), say_units("texts", 1)
    ('texts', 'text')
    """
    return name_of(unit.removesuffix("s"), n)


def _say_mark(mark: str) -> str:
    """Say what an interval is drawn as."""
    known = {
        "A thin line": say("A thin line"),
        "A line": say("A line"),
        "A bar": say("A bar"),
        "A coloured line": say("A coloured line"),
    }
    return known.get(mark, mark)


def _say_range(numbers: pd.Series) -> str:
    """Say a number, or from which to which the numbers go.

    >>> _say_range(pd.Series([1400, 20])), _say_range(pd.Series([5, 5]))
    ('20 to 1,400', '5')
    """
    least, most = numbers.min(), numbers.max()
    if least == most:
        return number(most)
    return say("{least} to {most}", least=number(least), most=number(most))


def _explain_no_intervals(shares: pd.DataFrame) -> str:
    n = shares["n_resampled"].max()
    unit = shares["resampled"].iloc[0]
    if not unit:
        return say("There are no intervals, because only some of the texts were read.")
    units = say_units(unit)
    if _has_groups(shares):
        return say(
            "There are no intervals: no group has the five {units} that they need.", units=units
        )
    found = count(n, unit.removesuffix("s"))
    if unit == "paragraphs":
        where = say("the only text has {found}", found=found)
    elif len(shares["n_resampled"].unique()) > 1:
        where = say("there are {found} at most", found=found)
    elif n == 1:
        where = say("there is {found}", found=found)
    else:
        where = say("there are {found}", found=found)
    return join_sentences(
        say(
            "There are no intervals: they need at least five {units}, and {where}.",
            units=units,
            where=where,
        ),
        _say_one_text(unit),
    )


def _explain_wilson(shares: pd.DataFrame, unit: str) -> str:
    """Say where the interval is another one; `analysis.measures.resampling` says why."""
    units = say_units(unit)
    if (shares["n_resampled"] < LEAST_CARRYING).any():
        return say(
            "Where it would be wider than Wilson's, with each of the {units} taken for one"
            " observation, it is that one.",
            units=units,
        )
    if shares["share"].isin([0, 1]).any():
        return say(
            "For shares of 0 and 100% it is Wilson's, on the effective number of {units}.",
            units=units,
        )
    return ""


def _say_one_text(unit: str) -> str:
    if unit != "paragraphs":
        return ""
    return say(
        "It shows how far a share hangs on single paragraphs of this text; one text is no sample of"
        " anything but itself."
    )


def _has_groups(shares: pd.DataFrame) -> bool:
    """Tell whether a theme has a row for each of several groups; labels need not be unique."""
    return "theme" in shares and bool(shares["theme"].duplicated().any())


def _warn_of_few(shares: pd.DataFrame, unit: str) -> str:
    """Name the themes that few texts carry; their intervals are unreliable."""
    is_few = shares["n_carrying"].between(1, LEAST_CARRYING - 1)
    themes = shares.loc[is_few, "label"].unique()
    units = say_units(unit)
    if not len(themes):
        return ""
    if _has_groups(shares):
        return say(
            "In {k} of {cases}, fewer than ten {units} carry the theme; these intervals are rough.",
            k=number(is_few.sum()),
            cases=count(len(shares), "case"),
            units=units,
        )
    if is_few.sum() == (shares["n_carrying"] > 0).sum():
        return say(
            "No theme shown is carried by ten {units} or more, so the intervals are rough.",
            units=units,
        )
    if len(themes) == 1:
        return say(
            "{theme} is carried by fewer than ten {units}; its interval is rough.",
            theme=shorten_label(themes[0]),
            units=units,
        )
    if len(themes) > NAMED:
        which = say("{n} of the themes shown", n=number(len(themes)))
    else:
        which = ", ".join(map(shorten_label, themes))
    return say(
        "{themes} are carried by fewer than ten {units}; their intervals are rough.",
        themes=which,
        units=units,
    )
