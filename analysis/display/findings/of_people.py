"""How the patterns compare with what people coded by hand, in sentences."""

import pandas as pd

from analysis.display.findings.phrases import out_of, put_on_lines, quote, say_interval
from analysis.messages import count, decimal, number, percent, say
from analysis.tables import HALVES, LEAST_COUNTED

LOWER = 0.1  # by so much F1 is lower in the half to report, or more
KEY = ["doc_id", "sent_id"]


def describe_codings(
    codings: pd.DataFrame,
    compared: pd.DataFrame,
    sentences: pd.DataFrame,
    sample: pd.DataFrame | None = None,
    half: str = "",
) -> str:
    """Say how the patterns compare with what people coded: over all themes, and where worst.

    Args:
        codings: one row per theme that was coded in a sentence, as from `Study.gold`.
        compared: one row per theme, as from `precision_recall`.
        sentences: one row per sentence, as from `split_sentences`.
        sample: one row per sentence drawn, if these sentences are a sample.
        half: the half of the sample that counts; `""` for all of it.

    >>> codings = pd.DataFrame({"doc_id": ["a"], "sent_id": [1], "theme": ["aid"]})
    >>> compared = pd.DataFrame({"n_coded": [1], "n_found": [2], "n_both": [1], "label": "Aid"})
    >>> limits = {f"{name}_low": float("nan") for name in ("precision", "recall", "f1")}
    >>> said = describe_codings(codings, compared.assign(**limits), pd.DataFrame(index=range(3)))
    >>> print(said)  # doctest: +NORMALIZE_WHITESPACE
    The reader read 1 of 3 sentences. Each theme counts once per sentence.
    Precision: of 2 findings of the patterns, the reader coded 1.
    Recall: of 1 coding of the reader, the patterns found 1.
    No theme was found or coded in 10 sentences or more, so no figure has an interval.
    If the reader also wrote or improved the patterns, precision and recall are in-sample: expect
    less on other texts.
    """
    if codings.empty:
        return say("Nothing is coded by hand: there is no coding.csv, and no codings/.")
    if sample is None or sample.empty:
        basis = _count_read(codings, compared, sentences)
    else:
        basis = _count_sample(compared, sample, sentences)
    return put_on_lines(
        *basis,
        _lowest(compared, "precision"),
        _lowest(compared, "recall"),
        _too_few(compared),
        _how_far_in_sample(compared, sample, half),
    )


def _count_read(
    codings: pd.DataFrame, compared: pd.DataFrame, sentences: pd.DataFrame
) -> list[str]:
    n_read = len(codings.drop_duplicates(KEY))
    read = out_of(n_read, len(sentences), "sentence")
    n_coded, n_found, n_both = compared[["n_coded", "n_found", "n_both"]].sum()
    return [
        say("The reader read {sentences}. Each theme counts once per sentence.", sentences=read),
        say(
            "Precision: of {findings} of the patterns, the reader coded {k}.",
            findings=count(int(n_found), "finding"),
            k=number(n_both),
        ),
        say(
            "Recall: of {codings} of the reader, the patterns found {k}.",
            codings=count(int(n_coded), "coding"),
            k=number(n_both),
        ),
    ]


def _count_sample(
    compared: pd.DataFrame, sample: pd.DataFrame, sentences: pd.DataFrame
) -> list[str]:
    n_read = int(compared["n_read"].max()) if len(compared) else 0
    return [
        say(
            "{k} of {sentences} drawn at random were coded by hand and count here, each weighted by"
            " how many of the {n} it stands for.",
            k=number(n_read),
            sentences=count(len(sample), "sentence"),
            n=number(len(sentences)),
        )
    ]


def _lowest(compared: pd.DataFrame, figure: str) -> str:
    """Name the theme with the lowest figure, of those that have an interval, if several have."""
    known = compared[compared[f"{figure}_low"].notna()]
    if len(known) < 2:
        return ""
    row = known.loc[known[figure].idxmin()]
    named = {
        "theme": quote(row["label"]),
        "share": percent(row[figure]),
        "interval": say_interval(row[f"{figure}_low"], row[f"{figure}_high"]),
    }
    if figure == "precision":
        return say(
            "Precision is lowest for {theme}: {share} (95% interval {interval}; found in"
            " {sentences}).",
            sentences=count(int(row["n_found"]), "sentence"),
            **named,
        )
    return say(
        "Recall is lowest for {theme}: {share} (95% interval {interval}; coded in {sentences}).",
        sentences=count(int(row["n_coded"]), "sentence"),
        **named,
    )


def _too_few(compared: pd.DataFrame) -> str:
    """Say for how many themes there is no interval of F1."""
    n_known = int(compared["f1_low"].notna().sum())
    if n_known == len(compared):
        return ""
    least = number(LEAST_COUNTED)
    if n_known == 0:
        return say(
            "No theme was found or coded in {least} sentences or more, so no figure has an"
            " interval.",
            least=least,
        )
    return say(
        "Too few for an interval of F1 (found or coded in fewer than {least} sentences): {themes}.",
        least=least,
        themes=out_of(len(compared) - n_known, len(compared), "theme"),
    )


def _how_far_in_sample(compared: pd.DataFrame, sample: pd.DataFrame | None, half: str) -> str:
    if sample is None or sample.empty:
        return say(
            "If the reader also wrote or improved the patterns, precision and recall are in-sample:"
            " expect less on other texts."
        )
    if half:
        return say(
            "The codebook has changed since the sample was drawn, so only the half that was held"
            " out counts."
        )
    if compared["in_sample"].any():
        return say(
            "The codebook has changed since the sample was drawn: if it was improved on these"
            " sentences, the figures are in-sample, and less is to be expected on others."
        )
    return say(
        "The codebook is as it was when the sample was drawn, so it was not improved on these"
        " codings. If it was written with some of these texts in view, expect less on other texts."
    )


def describe_halves(by_half: pd.DataFrame) -> str:
    """Say how much lower F1 is in the half of a sample that was held out.

    Args:
        by_half: one row per half and theme, as from `precision_by_half`.

    >>> rows = {"half": ["improve", "report"], "theme": "aid", "label": "Aid", "n_read": 50}
    >>> rows |= {"f1": [0.8, 0.6], "f1_low": [0.6, 0.4], "f1_high": [0.9, 0.7]}
    >>> print(describe_halves(pd.DataFrame(rows)))  # doctest: +NORMALIZE_WHITESPACE
    Coded by hand: 50 sentences of the half to improve the patterns on, and 50 of the half to
    report on.
    Found or coded often enough in both to compare them: 1 theme. In the half to report on, F1 is
    lower by 0.1 or more for 1, most for “Aid”: 0.60 against 0.80.
    """
    if by_half.empty:
        return say("No half of a sample was held out.")
    improve, report = (by_half[by_half["half"] == half].set_index("theme") for half in HALVES)
    counts = say(
        "Coded by hand: {improve} of the half to improve the patterns on, and {report} of the half"
        " to report on.",
        improve=count(_count_of(improve), "sentence"),
        report=number(_count_of(report)),
    )
    both = improve.join(report[["f1", "f1_low"]].add_suffix("_report"), how="inner")
    known = both[both["f1_low"].notna() & both["f1_low_report"].notna()]
    return put_on_lines(counts, _say_lower(known))


def _count_of(half: pd.DataFrame) -> int:
    return int(half["n_read"].max()) if len(half) else 0


def _say_lower(known: pd.DataFrame) -> str:
    if known.empty:
        return say("No theme was found or coded often enough in both to compare them.")
    loss = known["f1"] - known["f1_report"]
    is_lower = loss >= LOWER
    compared = say(
        "Found or coded often enough in both to compare them: {themes}.",
        themes=count(len(known), "theme"),
    )
    if not is_lower.any():
        lower = say(
            "In the half to report on, F1 is nowhere lower by {least} or more.",
            least=decimal(LOWER),
        )
        return f"{compared} {lower}"
    row = known.loc[loss.idxmax()]
    lower = say(
        "In the half to report on, F1 is lower by {least} or more for {n}, most for {theme}:"
        " {report} against {improve}.",
        least=decimal(LOWER),
        n=number(int(is_lower.sum())),
        theme=quote(row["label"]),
        report=decimal(row["f1_report"], 2),
        improve=decimal(row["f1"], 2),
    )
    return f"{compared} {lower}"
