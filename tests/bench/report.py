"""From measurements to a table, a chart and the page `bench.md`."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.chart import Chart
from analysis.charts.style import DPI, GREY, PALETTE, WIDTHS, house_style
from bench.claims import claims
from bench.plan import HITS, LIMIT, WORKS, Cell

KEY = ["work", "mb", "book"]
MEASURED = ["cpu_s", "wall_s", "first_s", "peak_mb", "n_rows"]
OWN = ("research-workbook", "numpy", "pandas", "sentencex")
PEERS = ("spacy", "pysbd", "scikit-learn", "polars", "pandas", "pyarrow")
PINS = Path(__file__).with_name("peers.txt")
TITLE = "Sentences to hits: text per second of CPU time"
ALT = (
    "Lines, one panel per text size: text per second of CPU time from sentences to hits, "
    "by number of patterns; the numbers are in bench.csv."
)
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
NUMBER_FORMATS = {
    "mb": "{:g}",
    "cpu_s": "{:.3f}",
    "wall_s": "{:.3f}",
    "mb_per_cpu_s": "{:.3g}",
    "first_s": "{:.3f}",
    "peak_mb": "{:,.0f}",
    "n_rows": "{:,.0f}",
}
CAPTION = f"""One row per work, text size and codebook. Figures are medians over the rounds that
`status` counts. A round goes through all rows, so that the competitors take turns. Each
measurement is a process of its own. **CPU s**: user and system time of the process and its
children, summed over threads. **wall s**: elapsed time. **peak MB**: the largest memory of the
whole process, which includes the interpreter, the libraries and the texts (1 MB is 1,000,000
bytes). **first s**: elapsed time of the same work on the first 100 sentences or 2 texts; every
competitor is warmed up in this way before the timed run. **rows**: rows of the result. No time
includes starting Python or R, importing libraries, reading files, or converting texts and codebook
to each competitor's own form. Every time includes preparing the patterns (building a matcher, for
example) and building the resulting data frame. A row is not run if the next smaller one predicts
more than {LIMIT} s of elapsed time. Peers without globs get the words that the glob was drawn
from."""

PAGE = """# The package and its peers

{machine}

To repeat all measurements: `make bench`, or `make bench TEXTS=folder`.
To repeat one row of the table afterwards:

    PYTHONPATH=tests .venv/bin/python -m bench.measure "analysis hits" \\
        exports/bench/texts/sentences-8.txt exports/bench/texts/patterns-100.tsv

For a peer, use `.venv/bench/bin/python`.
For R, use `Rscript tests/bench/tidytext.R` with the same two files.

## What is asked

Each target is judged on the largest texts that both sides were measured on.
The figure for these texts comes first. {density}

{asked}

## What was measured

![{alt}](bench.png)

{caption}

{includes}

{table}
"""


def table(todo: list[Cell], rows: list[dict], left_out: dict[Cell, str]) -> pd.DataFrame:
    """One row per cell, in the order of `todo`; the figures of cells that were not run are missing.

    Columns: `work`, `mb`, `book`, `status`, `repeats`, the medians of `MEASURED`, `mb_per_cpu_s`,
    `includes`.
    """
    cells = [(cell.work, cell.mb, cell.book) for cell in todo]
    frame = pd.DataFrame(cells, columns=KEY).astype({"mb": float})
    frame = frame.merge(_medians(rows), on=KEY, how="left", validate="1:1")
    frame["repeats"] = frame["repeats"].fillna(0).astype("int64")
    reasons = [left_out.get(cell, "") for cell in todo]
    frame["status"] = [
        _status(repeats, reason) for repeats, reason in zip(frame["repeats"], reasons, strict=True)
    ]
    rate = frame["mb"] / frame["cpu_s"]
    frame["mb_per_cpu_s"] = rate.where(frame["work"] != "analysis import")
    return frame.assign(includes=frame["work"].map(WORKS))


def _medians(rows: list[dict]) -> pd.DataFrame:
    """One row per measured cell: the medians, and `repeats`, the number of rounds."""
    measured = pd.DataFrame(rows, columns=[*KEY, "round", *MEASURED])
    by_cell = measured.groupby(KEY)[MEASURED]
    repeats = by_cell.size().rename("repeats")
    medians = by_cell.median().join(repeats)
    return medians.reset_index().astype({"mb": float})


def _status(repeats: int, reason: str) -> str:
    counted = f"median of {repeats}" if repeats else ""
    return "; ".join(part for part in (counted, reason) if part)


# -- the page and the chart ----------------------------------------------------------------------


def write(out: Path, todo: list[Cell], rows: list[dict], left_out: dict[Cell, str]) -> None:
    """Write tables, chart and page to the folder `out`, and print the targets."""
    frame = table(todo, rows, left_out)
    pd.DataFrame(rows).to_csv(out / "measurements.csv", index=False)
    frame.to_csv(out / "bench.csv", index=False)
    chart = draw(frame)
    for file_format in ("png", "svg"):
        (out / f"bench.{file_format}").write_bytes(chart.render(file_format))
    claim_rows = [claim.row() for claim in claims(frame)]
    asked = _markdown(["what", "asked", "measured", "met"], claim_rows)
    (out / "bench.md").write_text(page(frame, asked, chart.alt), encoding="utf-8")
    print(asked, f"\n{out / 'bench.md'}", sep="\n")


def page(frame: pd.DataFrame, asked: str, alt: str) -> str:
    """The page in Markdown: how to repeat it, the targets, the chart, the table explained."""
    rows = [
        _formatted_cells(dict(zip(HEADS, row, strict=True)))
        for row in frame[list(HEADS)].itertuples(index=False)
    ]
    measured = set(frame["work"])
    includes = [f"- `{work}`: {included}" for work, included in WORKS.items() if work in measured]
    return PAGE.format(
        machine=_machine(),
        density=density(frame),
        asked=asked,
        alt=alt,
        caption=CAPTION.replace("\n", " "),
        includes="\n".join(includes),
        table=_markdown(list(HEADS.values()), rows),
    )


def _formatted_cells(row: dict[str, object]) -> list[str]:
    cells = []
    for name, value in row.items():
        number_format = NUMBER_FORMATS.get(name, "{}")
        cells.append("" if pd.isna(value) else number_format.format(value))
    return cells


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    rule = ["---"] * len(heads)
    lines = ["| " + " | ".join(row) + " |" for row in [heads, rule, *rows]]
    return "\n".join(lines)


def _machine() -> str:
    """The machine, and the versions of the libraries in both environments."""
    cores = f"{os.cpu_count()} cores"
    python = f"Python {platform.python_version()}"
    machine = ", ".join([cores, platform.machine(), platform.system(), python])
    own = ", ".join(f"{name} {version(name)}" for name in OWN)
    pins = _pinned_versions()
    peers = ", ".join(f"{name} {pins[name]}" for name in PEERS)
    return f"{machine}. In the project's environment: {own}. In the peers': {peers}."


def _pinned_versions() -> dict[str, str]:
    """The version of each peer; the first line counts where a library has several."""
    pins: dict[str, str] = {}
    for line in PINS.read_text().splitlines():
        requirement = line.split(" ")[0]
        name, _, pinned = requirement.partition("==")
        pins.setdefault(name, pinned)
    return pins


def density(frame: pd.DataFrame) -> str:
    """A sentence that says how many hits there are in 1,000 words, by codebook."""
    ran = frame[frame["repeats"] > 0]
    n_words = ran[ran["work"] == "sketch words"].set_index("mb")["n_rows"]
    hits = ran[(ran["work"] == "analysis hits") & ran["mb"].isin(n_words.index)]
    largest = hits.sort_values("mb").drop_duplicates("book", keep="last")
    per_thousand = 1000 * largest["n_rows"].to_numpy() / n_words[largest["mb"]].to_numpy()
    pairs = zip(largest["book"], per_thousand, strict=True)
    rates = "; ".join(f"{book}: {rate:.1f}" for book, rate in pairs)
    return f"Hits of the package in 1,000 words of text, by codebook: {rates or 'not measured'}."


@house_style()
def draw(frame: pd.DataFrame) -> Chart:
    """Draw speed by number of patterns, one panel per text size, on logarithmic axes."""
    is_point = frame["work"].isin(HITS) & frame["book"].str.isdigit() & (frame["repeats"] > 0)
    data = frame[is_point]
    data = data.assign(patterns=data["book"].astype(int))
    sketch = frame[frame["work"] == "sketch words"].set_index("mb")["mb_per_cpu_s"]
    sizes = sorted(data["mb"].unique())
    figure = Figure(figsize=(WIDTHS["page"], 4.2), dpi=DPI, layout="constrained")
    panels = figure.subplots(1, len(sizes), sharex=True, sharey=True, squeeze=False)[0]
    for ax, mb in zip(panels, sizes, strict=True):
        _draw_panel(ax, data[data["mb"] == mb], sketch[mb])
        ax.set_title(f"{mb:g} MB")
    panels[0].set_ylabel("MB per second of CPU time")
    _draw_legend(figure, panels)
    figure.suptitle(TITLE, x=0.02, ha="left", size=12)
    return Chart(TITLE, figure, data, "", ALT)


def _draw_panel(ax: Axes, data: pd.DataFrame, sketch: float) -> None:
    """One line per work, and a dotted line for the rate of the sketch."""
    for colour, work in zip(PALETTE, HITS, strict=False):
        points = data[data["work"] == work]
        if len(points):
            ax.plot(
                points["patterns"],
                points["mb_per_cpu_s"],
                "o-",
                color=colour,
                lw=2.5 if work.startswith("analysis") else 1.2,
                ms=4,
                label=work.split()[0],
            )
    ax.axhline(sketch, color=GREY, lw=1, ls=":", label="sketch: word ids only")
    ax.set(xscale="log", yscale="log", xlabel="patterns")
    ax.xaxis.set_major_formatter("{x:,g}")
    ax.yaxis.set_major_formatter("{x:,g}")
    ax.spines[["top", "right"]].set_visible(False)


def _draw_legend(figure: Figure, panels: list[Axes]) -> None:
    """One entry per work, although every panel has its own line."""
    lines = {}
    for ax in panels:
        for line, name in zip(*ax.get_legend_handles_labels(), strict=True):
            lines[name] = line
    figure.legend(lines.values(), lines.keys(), loc="outside lower center", ncols=4, frameon=False)
