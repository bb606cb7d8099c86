"""Exploring a study: what is chosen is what the tables count."""

import re

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis import InputError, InputWarning, open_study
from analysis.charts.chart import Chart
from analysis.explorer import ALL, MOST_IN_HTML
from analysis.messages import speaking
from analysis.selection import write_where

CODEBOOK = """\
name: Small
version: "1"
themes:
  topic:
    label: Topics
    themes:
      rights: {label: Rights, patterns: ["right*"]}
      poverty: {label: Poverty, patterns: [poverty]}
      war: {label: War, patterns: [war]}
"""
METADATA = (
    "doc_id,outlet,year\na,Post,2001\nb,News,2002\nc,Post,2002\nd,News,2004\n"  # none of 2003
)
TEXTS = (
    *("a.txt", "Rights first.\n\nThe rights of all. Poverty fell."),
    *("b.txt", "No right to poverty. Nothing else."),
    *("c.txt", "Poverty again."),
    *("d.txt", "Nothing. Nothing at all."),
)


@pytest.fixture
def study(write):
    return open_study(write(*TEXTS, "codebook.yaml", CODEBOOK, "metadata.csv", METADATA))


def choose(explorer, **choice) -> dict:
    return explorer.answer({**explorer.start(), **choice})


def heading(page: dict) -> str:
    return ": ".join(filter(None, page["heading"]))


def texts(page: dict) -> list[str]:
    return ["".join(row["segments"]) for row in page["sentences"]]


def marked(page: dict) -> list[list[str]]:
    return [row["segments"][1::2] for row in page["sentences"]]


def test_all_sentences_are_shown_first_with_every_match_marked(study):
    page = choose(study.explore())
    assert heading(page) == "All sentences: 8"
    assert page["counts"] == [5, 3, 3, 0]
    assert (page["n_all"], page["n_without"]) == (8, 3)
    assert marked(page)[3] == ["right", "poverty"]
    assert page["sentences"][0] == {
        "place": ["a", "sentence 1"],
        "segments": ["", "Rights", " first."],
    }


def test_counts_are_those_of_the_tables(study):
    explorer = study.explore()
    shares = study.shares()
    assert choose(explorer)["counts"] == shares["n_sentences_hit"].tolist()
    for theme, n in zip(shares["theme"], shares["n_sentences_hit"], strict=True):
        assert len(choose(explorer, theme=theme)["sentences"]) == n
    for column, table in {
        "outlet": study.group_shares("outlet"),
        "year": study.shares_over_time("year").rename(columns={"period": "year"}),
    }.items():
        for value in explorer.setup()["columns"][["outlet", "year"].index(column)]["values"]:
            of_group = table[table[column] == value]
            page = choose(explorer, columns={column: value})
            counted = dict(zip(of_group["theme"], of_group["n_sentences_hit"], strict=True))
            found = dict(zip(shares["theme"], page["counts"], strict=True))
            assert {theme: found[theme] for theme in counted} == counted
            assert page["n_all"] == of_group["n_sentences"].max()


def test_groups_and_periods_can_be_chosen(study):
    assert study.explore().setup()["columns"] == [
        {"column": "outlet", "values": ["News", "Post"]},
        {"column": "year", "values": ["2001", "2002", "2004"]},
    ]


def test_choices_add_up(study):
    explorer = study.explore()
    page = choose(explorer, theme="topic/poverty", columns={"outlet": "Post", "year": "2002"})
    assert heading(page) == "Poverty: 1 of 1 sentence (100.0%)"
    assert page["within"] == ["outlet: Post", "year: 2002"]
    assert texts(page) == ["Poverty again."]
    page = choose(explorer, theme="topic/war", columns={"outlet": "Post"})
    assert (heading(page), texts(page)) == ("War: none of 4 sentences", [])


def test_a_pattern_marks_its_matches_and_a_theme_its_own(study):
    explorer = study.explore()
    page = choose(explorer, pattern=" no* ")
    assert heading(page) == "All sentences: 4"
    assert page["within"] == ["“no*”"]
    assert marked(page) == [["No"], ["Nothing"], ["Nothing"], ["Nothing"]]
    page = choose(explorer, pattern="no*", theme="topic/rights")
    assert heading(page) == "Rights: 1 of 4 sentences (25.0%)"
    assert marked(page) == [["No", "right"]]
    page = choose(explorer, theme="")
    assert heading(page) == "No theme: 3 of 8 sentences (37.5%)"
    assert marked(page) == [[], [], []]


def test_more_sentences_are_shown_when_asked_for(study):
    explorer = study.explore(limit=2)
    page = choose(explorer)
    assert (len(page["sentences"]), page["more"]) == (2, "and 6 sentences more")
    page = choose(explorer, limit=page["next"])
    assert (len(page["sentences"]), page["more"]) == (8, "")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"pattern": "a|b"}, "as in a regular expression"),
        ({"pattern": "*"}, "expected"),
        ({"theme": "topic/wor"}, "'topic/war'"),
        ({"columns": {"outlet": "Pist"}}, "'Post'"),
        ({"columns": {"nothing": "x"}}, "the key 'nothing'"),
    ],
)
def test_what_cannot_be_chosen_is_said(study, choice, said):
    page = choose(study.explore(), **choice)
    assert list(page) == ["fault"]
    assert said in page["fault"]


def test_what_cannot_be_chosen_at_first_is_a_fault(study):
    with pytest.raises(InputError, match="topic/war"):
        study.explore(where={"theme": "topic/wor"})
    with pytest.raises(InputError, match="found 2 values; expected one"):
        study.explore(where={"outlet": ["Post", "News"]})
    with pytest.raises(InputError, match="regular expression"):
        study.explore(pattern="a|b")
    with pytest.raises(InputError, match="limit"):
        study.explore(limit=0)


def test_as_html_each_theme_opens_onto_its_sentences(study):
    page = study.explore().html()
    assert re.findall(r"<summary[^>]*>(.*?)</summary>", page) == [
        "<bdi>Rights</bdi>: 3 of 8 sentences (37.5%)",
        "<bdi>Poverty</bdi>: 3 of 8 sentences (37.5%)",
    ]
    first = page[page.index("<details>") : page.index("</details>")]
    assert first.count("<mark>") == 3
    assert study.explore().html() == page  # no random id


def test_as_html_a_choice_is_shown_with_its_sentences(study):
    page = study.explore(where={"theme": "topic/poverty", "outlet": "Post"}).html()
    assert "<bdi>Poverty</bdi>: 2 of 4 sentences (50.0%)</strong>, <bdi>outlet: Post</bdi>" in page
    assert page.count("<mark>") == 2
    assert "<details>" not in page
    assert "matches" not in study.explore(pattern="no*").html()


def test_as_text_the_themes_that_occur_are_counted(study):
    assert repr(study.explore()).splitlines() == [
        "All sentences: 8",
        "Topics: 5 of 8 sentences (62.5%)",
        "  Rights: 3 of 8 sentences (37.5%)",
        "  Poverty: 3 of 8 sentences (37.5%)",
    ]
    chosen = study.explore(where={"theme": ""}, pattern="else")
    assert repr(chosen) == "No theme: 1 of 1 sentence (100.0%), “else”"


def test_a_study_without_hits_metadata_or_headings(write):
    study = open_study(
        write("a.txt", "Nothing here.", "codebook.yaml", CODEBOOK),
    )
    page = choose(study.explore())
    assert (page["counts"], page["n_without"], len(page["sentences"])) == ([0, 0, 0, 0], 1, 1)
    assert study.explore().setup()["columns"] == []
    assert heading(choose(study.explore(), theme="topic/war")) == "War: none of 1 sentence"
    assert repr(study.explore()) == "All sentences: 1"


def test_in_french(study):
    with speaking("fr"):
        page = choose(study.explore(), theme="topic/war", pattern="no*")
        assert page["heading"] == ["War", "aucune sur 4 phrases"]
        assert study.explore().setup()["words"]["find"] == "Chercher"
        assert "Rights</bdi>\xa0: 3 phrases sur 8 (37,5\u202f%)" in study.explore().html()


# -- a chart -------------------------------------------------------------------------------------


class Marked(Chart):
    """A chart whose marks are known."""

    marks = pd.DataFrame()


def make_chart(*marks: tuple[dict, str, int]) -> Marked:
    figure = Figure()
    bars = figure.subplots().bar(range(len(marks)), [n for _, _, n in marks])
    rows = [(write_where(where), words, n) for where, words, n in marks]
    for bar, (where, _, _) in zip(bars, rows, strict=True):
        bar.set_url(f"../report.html#{where}")
    chart = Marked("A chart", figure, pd.DataFrame(), "", "")
    object.__setattr__(chart, "marks", pd.DataFrame(rows, columns=["where", "words", "n"]))
    return chart


def test_a_mark_of_a_chart_shows_its_sentences(study):
    marks = [
        ({"theme": "topic/rights", "outlet": ["Post", "News"]}, "Rights: 3 of 8 sentences", 3),
        ({"theme": "topic/rights", "also": "topic/poverty"}, "Both: 1 of 8 sentences", 1),
        ({"theme": "topic/rights", "pattern": "right*"}, "right*: 3", 3),
        ({"n_words": "1-2"}, "Short: 5", 5),
    ]
    explorer = study.explore(make_chart(*marks))
    assert choose(explorer)["sentences"] == []
    for where, words, n in marks:
        page = choose(explorer, where=write_where(where))
        assert heading(page) == words
        assert len(page["sentences"]) == n
    assert marked(choose(explorer, where=write_where(marks[1][0]))) == [["right", "poverty"]]
    assert choose(explorer, where="theme=topic/war")["sentences"] == []  # no mark of this chart
    picture = explorer.setup()["picture"]
    assert picture.count("<a href=") == 4


def test_as_html_each_mark_opens_onto_its_sentences(study):
    chart = make_chart(*[({"n_words": f"{n}"}, f"{n} words", 0) for n in range(MOST_IN_HTML + 2)])
    page = study.explore(chart).html()
    assert page.count("<summary") == MOST_IN_HTML
    assert "and 2 marks more" in page
    assert "><bdi>2 words</bdi></summary>\n<div><small><bdi>a</bdi>" in page
    assert repr(study.explore(chart)).startswith("A chart\n0 words\n1 words\n")


def test_what_was_coded_by_hand_shows_its_sentences(write):
    coded = "doc_id,sent_id,theme\na,1,\na,3,topic/poverty\nb,2,topic/poverty\n"
    files = ("codebook.yaml", CODEBOOK, "metadata.csv", METADATA, "coding.csv", coded)
    study = open_study(write(*TEXTS, *files))
    where = {"coded": "topic/poverty"}
    explorer = study.explore(make_chart((where, "Poverty, coded by hand: 2 of 3", 2)))
    page = choose(explorer, where=write_where(where))
    assert texts(page) == ["Poverty fell.", "Nothing else."]
    assert marked(page) == [["Poverty"], []]


def test_a_chart_without_marks_is_a_fault(study):
    with pytest.raises(InputError, match="without marks"):
        study.explore(make_chart())


# -- hostile texts -------------------------------------------------------------------------------

HOSTILE = "<script>hacked=1</script> </details><img src=x onerror=hacked=1> war \u202egnitsop"


def test_nothing_of_a_text_a_label_or_a_value_is_markup(write):
    label = "</script></summary><svg onload=hacked=1>\u202e" + "long" * 2500
    codebook = CODEBOOK.replace("label: War", f"label: {label!r}")
    metadata = "doc_id,outlet\na,<b>Post\nb,<b>Post\nc,News\n"
    files = ("a.txt", HOSTILE, "b.txt", "War\0.", "c.txt", "Peace.", "metadata.csv", metadata)
    study = open_study(write(*files, "codebook.yaml", codebook))
    with pytest.warns(InputWarning, match="NUL"):
        explorer = study.explore()
    page = explorer.html() + study.explore(where={"outlet": "<b>Post", "theme": ""}).html()
    page += study.explore(where={"theme": "topic/war"}).html()
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= {"div", "p", "strong", "bdi", "details", "summary", "small", "mark"}
    chosen = choose(explorer, columns={"outlet": "<b>Post"}, theme="topic/war")
    assert "".join(texts(chosen)).count("hacked") == 2  # as text, which the panel does not parse
    assert "\0" not in repr(chosen) + page
    assert choose(explorer, theme=ALL, pattern="<b>")["n_all"] == 0
