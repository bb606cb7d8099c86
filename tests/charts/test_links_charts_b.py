"""Every mark of the charts of pairs leads to exactly the sentences that it counts."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from made_speeches import PHRASES, made_speeches

from analysis import charts, open_study
from analysis.charts.chart import Chart
from analysis.measures.selected import Selector
from analysis.selection import read_where
from analysis.study import Study

SEEDS = Path(__file__).parents[2] / "seeds"
# Themes of two families: the words of three topics, and some of these words with others.
FAMILIES = {
    "nature": {topic: PHRASES[topic] for topic in ("climate", "refuge", "arms")},
    "state": {
        "weather": [*PHRASES["climate"][1:4], "will", "would"],
        "camps": [*PHRASES["refuge"][1:4], "been", "there"],
        "weapons": [*PHRASES["arms"][1:4], "when", "who"],
    },
}
DRAWN = ["cooccurrence", "sequences", "cross_table", "theme_network"]


@pytest.fixture(scope="module")
def studies(tmp_path_factory) -> dict[str, Study]:
    folder = tmp_path_factory.mktemp("made")
    sentences = made_speeches(25)
    for doc_id, found in sentences.groupby("doc_id"):
        by_paragraph = found.groupby("paragraph")["sentence"].agg(" ".join)
        (folder / f"{doc_id}.txt").write_text("\n\n".join(by_paragraph), encoding="utf-8")
    (folder / "codebook.yaml").write_text(make_codebook(), encoding="utf-8")
    return {"seeds": open_study(SEEDS), "made": open_study(folder)}


def make_codebook() -> str:
    """Two families; a theme with patterns of its own has another below it."""
    lines = ["name: Made", 'version: "1"', "themes:"]
    for family, themes in FAMILIES.items():
        lines += [f"  {family}:", f"    label: {family.capitalize()}", "    themes:"]
        for theme, patterns in themes.items():
            first, *others = (f'"{pattern}"' for pattern in patterns)
            lines += [f"      {theme}:", f"        label: {theme.capitalize()}"]
            lines += [f"        patterns: [{', '.join(others)}]", "        themes:"]
            lines += [f"          own: {{label: Own {theme}, patterns: [{first}]}}"]
    return "\n".join(lines) + "\n"


def families_of(study: Study) -> tuple[str, str]:
    first, *_, last = study.codebook.themes.query("parent == ''")["theme"]
    return first, last


@cache
def table_of(study: Study, name: str) -> pd.DataFrame:
    if name == "cross_table":
        return study.cross(*families_of(study))
    return study.sequences() if name == "sequences" else study.cooccurrence()


def draw(study: Study, name: str, width: str = "page") -> Chart:
    return getattr(charts, name)(table_of(study, name), width=width)


@pytest.mark.parametrize("of", ["seeds", "made"])
@pytest.mark.parametrize("name", DRAWN)
def test_a_mark_leads_to_the_sentences_that_it_counts(studies, of, name):
    study = studies[of]
    marks = draw(study, name).marks
    selector = Selector(study.sentences, study.hits, study.documents, study.codebook, study.gold)
    found = [selector.mark(read_where(where)).sum() for where in marks["where"]]
    assert found == marks["n"].tolist()
    assert marks["where"].is_unique


@pytest.mark.parametrize("width", ["column", "screen"])
def test_every_cell_is_a_mark(studies, width):
    study = studies["made"]
    pairs = draw(study, "cooccurrence", width)
    n_shown = int(pairs.data["shown"].sum())
    themes = {theme for side in "ab" for theme in pairs.data.query("shown")[f"theme_{side}"]}
    assert len(pairs.marks) == n_shown + len(themes) == len(pairs.figure.axes[0].patches)
    following = draw(study, "sequences", width)
    assert len(following.marks) == following.data["shown"].sum()
    crossed = draw(study, "cross_table", width)
    columns = crossed.data.query("shown")["theme_b"].nunique()
    assert len(crossed.marks) == crossed.data["shown"].sum() + columns


def test_every_box_and_line_is_a_mark(studies):
    network = draw(studies["made"], "theme_network")
    links = network.data[network.data["shown"]]
    themes = {*links["theme_a"], *links["theme_b"]}
    assert len(links) > 3
    assert len(network.marks) == len(links) + len(themes)


def test_marks_say_what_they_count(studies):
    study = studies["seeds"]
    crossed = draw(study, "cross_table")
    said = dict(zip(crossed.marks["where"], crossed.marks["words"], strict=True))
    first, last = crossed.data.iloc[0], crossed.marks.iloc[-1]
    where = f"theme={first['theme_a']}&also={first['theme_b']}"
    label = f"{first['label_a']} with {first['label_b']}"
    assert said[where] == f"{label}: {first['n_both']} of {first['n_a']} sentences"
    assert last["where"].startswith(f"theme={families_of(study)[0]}&also=")
    assert f" of {first['n_rows']} sentences" in last["words"]
    pairs = draw(study, "cooccurrence").marks["words"]
    assert pairs.str.contains("sentences?, [0-9.]+ expected$").sum() == 20 * 19 / 2


def test_svg_has_a_link_for_each_mark(studies):
    network = draw(studies["made"], "theme_network")
    svg = network.render("svg").decode()
    for where in network.marks["where"]:
        assert f'"../report.html#{where.replace("&", "&amp;")}"' in svg
