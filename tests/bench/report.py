"""From measurements to the table, the chart, and the page `bench.md`."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.chart import Chart
from analysis.charts.layout import WIDTH
from analysis.charts.style import DPI, GREY, PALETTE, house_style
from bench.claims import claims
from bench.plan import HITS, LIMIT, WORKS, Cell

MEASURED = ["cpu_s", "wall_s", "first_s", "peak_mb", "n_rows"]
PEERS = ("spacy", "pysbd", "scikit-learn", "polars", "pandas", "pyarrow")
PINS = Path(__file__).with_name("peers.txt")
TITLE = "Sentences to hits: text per second of CPU time"
HEADS = {
    "work": "work",
    "mb": "MB",
    "book": "patterns",
    "status": "status",
    "cpu_s": "CPU s",
    "wall_s": "wall s",
    "mb_per_cpu_s": "MB per CPU s",
    "peak_mb": "peak MB",
    "first_s": "first s",
    "n_rows": "rows",
}
FORMS = {
    "mb": "{:g}",
    "cpu_s": "{:.3f}",
    "wall_s": "{:.3f}",
    "mb_per_cpu_s": "{:.3g}",
    "first_s": "{:.3f}",
}
FORMS |= {"peak_mb": "{:,.0f}", "n_rows": "{:,.0f}"}
CAPTION = f"""One row is one work on one text size and one codebook; figures are medians over the rounds that `status`
counts. A round goes through all rows, so that the competitors take turns; each measurement is a process of its own.
**CPU s**: user and system time of the process and its children, threads added up. **wall s**: by the clock. **peak
MB**: the whole process at its largest, with interpreter, libraries and texts (1 MB is 1,000,000 bytes). **first s**: the
same work before, by the clock, on the first 100 sentences or 2 texts; everyone is warmed up so. **rows**: of the result.
Not in any time: starting Python or R, importing libraries, reading files, putting texts and codebook into each one's own
form. In it: preparing the patterns (a matcher, say), and the data frame that comes out. A row is not run where the next
smaller one predicts more than {LIMIT} s by the clock. Peers without globs get the words that the glob was drawn from."""

PAGE = """# The package and its peers

{machine}

To do it again: `make bench`, or `make bench TEXTS=folder`. One row of the table, after that:

    PYTHONPATH=tests .venv/bin/python -m bench.measure "analysis hits" \\
        exports/bench/texts/sentences-8.txt exports/bench/texts/patterns-100.tsv

a peer's with `.venv/bench/bin/python`, R's with `Rscript tests/bench/tidytext.R` and the same two files.

## What is asked

Judged on the largest texts on which both were run, which stand first. {density}

{asked}

## What was measured

![{alt}](bench.png)

{caption}

{includes}

{table}
"""


def table(todo: list[Cell], rows: list[dict], left_out: dict[Cell, str]) -> pd.DataFrame:
    """Medians: one row a cell, in the order of `todo`; figures are missing where it was not run.

    Columns: `work`, `mb`, `book`, `status`, `repeats`, the medians of `MEASURED`, `mb_per_cpu_s`, `includes`.
    """
    key = ["work", "mb", "book"]
    frame = pd.DataFrame([(cell.work, cell.mb, cell.book) for cell in todo], columns=key)
    measured = pd.DataFrame(rows, columns=[*key, "round", *MEASURED])
    grouped = measured.groupby(key)[MEASURED]
    medians = grouped.median().join(grouped.size().rename("repeats")).reset_index()
    frame = frame.astype({"mb": float}).merge(
        medians.astype({"mb": float}), on=key, how="left", validate="1:1"
    )
    frame["repeats"] = frame["repeats"].fillna(0).astype("int64")
    reasons = [left_out.get(cell, "") for cell in todo]
    frame["status"] = [
        "; ".join(filter(None, [f"median of {n}" if n else "", reason]))
        for n, reason in zip(frame["repeats"], reasons, strict=True)
    ]
    frame["mb_per_cpu_s"] = (frame["mb"] / frame["cpu_s"]).where(frame["work"] != "analysis import")
    return frame.assign(includes=frame["work"].map(WORKS))


# -- the page and the chart ----------------------------------------------------------------------------------------


def write(out: Path, todo: list[Cell], rows: list[dict], left_out: dict[Cell, str]) -> None:
    """Write tables, chart and page into `out`, and print what was asked."""
    frame = table(todo, rows, left_out)
    pd.DataFrame(rows).to_csv(out / "measurements.csv", index=False)
    frame.to_csv(out / "bench.csv", index=False)
    chart = draw(frame)
    for form in ("png", "svg"):
        (out / f"bench.{form}").write_bytes(chart.render(form))
    asked = _markdown(
        ["what", "asked", "measured", "met"], [claim.line() for claim in claims(frame)]
    )
    (out / "bench.md").write_text(page(frame, asked, chart.alt), encoding="utf-8")
    print(asked, f"\n{out / 'bench.md'}", sep="\n")


def page(frame: pd.DataFrame, asked: str, alt: str) -> str:
    """All in Markdown: how to do it again, what is asked, the chart, the table, and what its figures include."""
    cells = [
        [
            "" if pd.isna(value) else FORMS.get(name, "{}").format(value)
            for name, value in zip(HEADS, row, strict=True)
        ]
        for row in frame[list(HEADS)].itertuples(index=False)
    ]
    includes = "\n".join(
        f"- `{work}`: {WORKS[work]}" for work in WORKS if work in set(frame["work"])
    )
    return PAGE.format(
        machine=_machine(),
        density=density(frame),
        asked=asked,
        alt=alt,
        caption=CAPTION.replace("\n", " "),
        includes=includes,
        table=_markdown(list(HEADS.values()), cells),
    )


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [heads, ["---"] * len(heads), *rows])


def _machine() -> str:
    own = ", ".join(
        f"{name} {version(name)}" for name in ("research-workbook", "numpy", "pandas", "sentencex")
    )
    pins = dict(line.split(" ")[0].split("==") for line in reversed(PINS.read_text().splitlines()))
    peers = ", ".join(f"{name} {pins[name]}" for name in PEERS)
    where = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return f"{where}. In the project's environment: {own}. In the peers': {peers}."


def density(frame: pd.DataFrame) -> str:
    """How thick the hits lie: a sentence."""
    ran = frame[frame["repeats"] > 0]
    words = ran[ran["work"] == "sketch words"].set_index("mb")["n_rows"]
    hits = ran[(ran["work"] == "analysis hits") & ran["mb"].isin(words.index)].sort_values("mb")
    hits = hits.drop_duplicates("book", keep="last")
    rate = 1000 * hits["n_rows"].to_numpy() / words[hits["mb"]].to_numpy()
    said = "; ".join(f"{book}: {value:.1f}" for book, value in zip(hits["book"], rate, strict=True))
    return f"Hits of the package in 1,000 words of text, by codebook: {said or 'not measured'}."


@house_style()
def draw(frame: pd.DataFrame) -> Chart:
    """Draw the speed of sentences to hits by number of patterns, a panel a text size; both axes are logarithmic."""
    data = frame[frame["work"].isin(HITS) & frame["book"].str.isdigit() & (frame["repeats"] > 0)]
    data = data.assign(patterns=data["book"].astype(int))
    sketch = frame[frame["work"] == "sketch words"].set_index("mb")["mb_per_cpu_s"]
    sizes = sorted(data["mb"].unique())
    figure = Figure(figsize=(WIDTH, 4.2), dpi=DPI, layout="constrained")
    panels = figure.subplots(1, len(sizes), sharex=True, sharey=True, squeeze=False)[0]
    for ax, mb in zip(panels, sizes, strict=True):
        for colour, work in zip(PALETTE, HITS, strict=False):
            of = data[(data["work"] == work) & (data["mb"] == mb)]
            if len(of):
                wide = 2.5 if work.startswith("analysis") else 1.2
                ax.plot(
                    of["patterns"],
                    of["mb_per_cpu_s"],
                    "o-",
                    color=colour,
                    lw=wide,
                    ms=4,
                    label=work.split()[0],
                )
        ax.axhline(sketch[mb], color=GREY, lw=1, ls=":", label="sketch: word ids only")
        ax.set(xscale="log", yscale="log", xlabel="patterns", title=f"{mb:g} MB")
        ax.xaxis.set_major_formatter("{x:,g}")
        ax.yaxis.set_major_formatter("{x:,g}")
        ax.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("MB per second of CPU time")
    named = {
        name: line
        for ax in panels
        for line, name in zip(*ax.get_legend_handles_labels(), strict=True)
    }
    figure.legend(named.values(), named.keys(), loc="outside lower center", ncols=4, frameon=False)
    figure.suptitle(TITLE, x=0.02, ha="left", size=12)
    alt = f"Lines, a panel a text size: {TITLE[0].lower()}{TITLE[1:]}, by number of patterns; the numbers are in bench.csv."
    return Chart(TITLE, figure, data, "", alt)
