"""The page as a whole: its links and ids, its numbers, its size, and nothing of a text is run."""

import json
import re
from collections import Counter
from itertools import accumulate, pairwise

import pytest
from lxml import html
from pandas import DataFrame
from report_samples import (
    HOSTILE,
    count_sentences,
    hostile_study,
    list_files,
    made_from,
    write_chart,
    write_charts,
    write_report,
    write_study,
)

from analysis.charts.layout import make_empty_chart
from analysis.charts.style import PALETTE
from analysis.messages import speaking, spoken
from analysis.output.report import page as page_module
from analysis.output.report import view
from analysis.output.report.about import Made, describe_run
from analysis.output.report.page import make_report
from analysis.output.report.view import measure_bytes


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return write_study(tmp_path_factory.mktemp("page") / "tiny")


@pytest.fixture(scope="module")
def page(study, tmp_path_factory):
    path = write_report(tmp_path_factory.mktemp("report"), study)
    return html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def read_data(page) -> dict:
    (block,) = page.xpath("//script[@id='data']")
    return json.loads(block.text)


def test_every_link_leads_somewhere_and_no_id_occurs_twice(page):
    ids = Counter(page.xpath("//@id"))
    assert [id_ for id_, n in ids.items() if n > 1] == []
    links = page.xpath("//@href")
    assert len(links) > 50
    assert [link for link in links if not link.startswith("#") or link[1:] not in ids] == []


def test_every_mark_leads_to_the_sentences_that_it_counts(study, page):
    shown = [span.get("id") for span in page.xpath("//*[@id='view']//span")]
    number = {doc_id: n for n, doc_id in enumerate(study.documents["doc_id"], start=1)}
    data = read_data(page)
    marks = page.xpath("//a[starts-with(title, 'bar ')]")
    assert len(marks) == 3 + 3 + 9
    for mark in marks:
        where = mark.get("href")[1:]
        n, *steps = data["marks"][where]
        found = [shown[at] for at in accumulate(steps)]
        counted = count_sentences(study, where)
        assert found == [
            f"s-{number[doc_id]}-{sent_id}"
            for doc_id, sent_id in counted[["doc_id", "sent_id"]].itertuples(index=False)
        ]
        assert mark.findtext("title").endswith(f": {n} sentences")


def test_every_sentence_stands_in_the_reading_view(study, page):
    shown = [span.text_content() for span in page.xpath("//*[@id='view']//span")]
    assert shown == [re.sub(r"\s+", " ", text) for text in study.sentences["sentence"]]
    assert [h.text_content() for h in page.xpath("//*[@id='view']//h4")] == ["The need for help"]


def test_a_theme_has_its_definition_share_forms_patterns_and_sentences(page):
    (theme,) = page.xpath("//*[@id='theme=topic/aid']")
    said = " ".join(theme.text_content().split())
    assert said.startswith("Aid topic/aid")
    for words in (
        "Money or goods that are given.",
        "4 of 10 sentences, 40.0%",
        "Includes food aid",
        "Excludes a hearing aid",
        "Forms found Aid 3 · help 2",
        "4 patterns",
        "never seen never matches",
        "hearing aid excludes",
        "The first text, sentence 1 of 7",
        "The first text, The need for help, sentence 3 of 7",
    ):
        assert words in said
    quoted = theme.xpath(".//ol/li/q")
    assert [mark.text for mark in quoted[0].xpath("mark")] == ["Aid"]
    assert len(quoted) == 4


def test_the_overview_has_every_theme_with_its_number(page):
    rows = page.xpath("//*[@id='overview']//tbody/tr")
    read = {row[0].text_content(): (row[1].text_content(), row[2].text_content()) for row in rows}
    assert read == {
        "Topics": ("6", "60.0%"),
        "Aid": ("4", "40.0%"),
        "War": ("4", "40.0%"),
        "Tones": ("3", "30.0%"),
        "Praise": ("3", "30.0%"),
    }


def test_what_was_not_covered_is_said_and_shown(page):
    (uncovered,) = page.xpath("//*[@id='uncovered']")
    assert "3 of 10 sentences carry no theme." in uncovered.text_content()
    assert len(uncovered.xpath(".//q")) == 3


def test_it_says_how_to_cite_and_rerun(page):
    (rerun,) = page.xpath("//*[@id='rerun']")
    said = rerun.text_content()
    assert "tiny." in said
    assert "Codebook: Tiny, version 1, SHA-256 " in said
    assert "workbook run tiny" in said


def test_the_page_has_landmarks_names_and_headings_in_order(page):
    assert page.get("lang") == "en"
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == len(page.xpath("//nav")) == 1
    levels = [int(h.tag[1]) for h in page.xpath("//main//h2|//main//h3|//main//h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    named = page.xpath("//section/@aria-labelledby|//figure/@aria-labelledby")
    ids = set(page.xpath("//@id"))
    assert set(named) <= ids
    assert all(button.text_content() for button in page.xpath("//button[not(@hidden)]"))
    labels = set(page.xpath("//label/@for"))
    for box in page.xpath("//input"):
        assert box.get("id") in labels or box.xpath("ancestor::label")


def test_the_same_inputs_give_the_same_bytes(study, tmp_path):
    one = write_report(tmp_path / "a", study).read_bytes()
    assert write_report(tmp_path / "b", study).read_bytes() == one


def test_without_charts_there_is_a_report_all_the_same(study, tmp_path):
    page = html.fromstring(make_report(study, {}, made_from(study, tmp_path)))
    assert page.xpath("//*[@id='charts']") == []
    assert page.xpath("//nav//a[@href='#charts']") == []


def test_marks_that_cannot_be_resolved_are_no_links(study, tmp_path):
    files = write_charts(tmp_path, study)
    chart = files["charts/theme-prevalence.svg"]
    chart.write_text(
        chart.read_text(encoding="utf-8").replace("theme=topic/aid", "theme=topic/gone"),
        encoding="utf-8",
    )
    made = make_report(study, files, made_from(study, tmp_path)).decode()
    assert "topic/gone" not in made
    assert made.count("<title>bar 1 of theme-prevalence") == 1


# -- size ------------------------------------------------------------------------------------------


def test_large_texts_are_held_in_part_and_the_page_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(view, "LARGEST", 20_000)
    monkeypatch.setattr(page_module, "choose_view", lambda *a: view.choose_view(*a, largest=20_000))
    text = "".join(
        f"Aid number {n} is told of.\n\nNothing happens in {n}.\n\n" for n in range(1500)
    )
    study = write_study(tmp_path / "large", {"a.txt": text}, metadata="")
    page = html.fromstring(write_report(tmp_path, study).read_bytes())
    shown = page.xpath("//*[@id='view']//span")
    assert 100 < len(shown) < 1000
    (said,) = page.xpath("//*[@id='texts']/p[@class='warning']")
    assert f"the paragraphs of {len(shown)} of 3,000 sentences" in said.text_content()
    assert "tables/sentences.csv" in said.text_content()
    n, *steps = read_data(page)["marks"]["theme=topic/aid"]
    assert n == 1500
    assert 100 <= len(steps) < 500
    (theme,) = page.xpath("//*[@id='theme=topic/aid']")
    assert (
        "25 of 1,500 sentences, evenly spread; tables/hits.csv holds all." in theme.text_content()
    )


def test_charts_that_would_make_it_too_large_are_named_instead(study, tmp_path, monkeypatch):
    files = write_charts(tmp_path, study)
    whole = make_report(study, files, made_from(study, tmp_path))
    monkeypatch.setattr(page_module, "ROOM", len(whole) - 1000)
    monkeypatch.setattr(page_module, "TIMES", 0)
    made = make_report(study, files, made_from(study, tmp_path))
    assert len(made) <= len(whole) - 1000
    page = html.fromstring(made)
    (left,) = page.xpath("//figure/p[@class='warning']")
    assert left.text_content().startswith("The picture is too large for this page.")
    assert left.xpath("a/@href") == ["charts/reading-map.svg"]


def test_the_page_is_small(study, tmp_path):
    made = write_report(tmp_path, study).read_bytes()
    assert len(made) < 100_000 + 3 * measure_bytes(study.sentences).sum()


# -- what a run did --------------------------------------------------------------------------------


def test_it_says_what_failed_and_what_was_not_run(study, tmp_path):
    made = made_from(study, tmp_path, failed={"02-themes": "KeyError: 'x'"}, only=["02", "03"])
    assert describe_run(made) == [
        "The notebook 02-themes failed (KeyError: 'x'): charts that it makes may be missing here.",
        "Only some notebooks were run this time: 02 and 03.",
    ]
    assert describe_run(Made(made.sources, only=["02"], has_earlier=True))[1:] == [
        "The other charts are those of an earlier run on the same texts and codebook."
    ]
    page = html.fromstring(make_report(study, {}, made))
    assert len(page.xpath("//header/p[@class='warning']")) == 2


# -- hostile texts ---------------------------------------------------------------------------------


def test_nothing_of_hostile_texts_becomes_markup(tmp_path):
    study = hostile_study(tmp_path / "hostile")
    write_charts(tmp_path / "exports", study)
    chart = {"title": HOSTILE[1], "caption": HOSTILE[0], "alt": HOSTILE[5]}
    write_chart(tmp_path / "exports", "own", ["theme=x1"], study, **chart)
    files = list_files(tmp_path / "exports")
    page = html.fromstring(
        make_report(study, files, made_from(study, tmp_path)),
        parser=html.HTMLParser(encoding="utf-8", huge_tree=True),
    )
    assert len(page.xpath("//script")) == 2
    assert len(page.xpath("//style")) == len(page.xpath("//meta[@http-equiv]")) == 1
    tags = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    unwanted = {"iframe", "img", "object", "embed", "link", "base", "foreignobject", "animate"}
    assert tags & unwanted == set()
    attributes = {name for element in page.iter() for name in element.attrib}
    assert [name for name in attributes if name.startswith("on")] == []
    assert len(page.xpath("//*[@id='view']/article")) == 40
    text = page.xpath("//*[@id='view']")[0].text_content()
    assert "<script>window.ran = 1</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "\0" not in text


def test_every_palette_colour_is_one_of_the_charts(page):
    (style,) = page.xpath("//style")
    colours = set(re.findall(r"\{--c:(#\w+)\}", style.text))
    assert colours <= set(PALETTE)


def test_a_french_study_has_a_french_report(tmp_path):
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "study.yaml").write_text("captions: fr\ntitle: L’aide\n", encoding="utf-8")
    with speaking("en"):  # opening a study sets its language
        study = write_study(folder)
    made = make_report(study, {}, made_from(study, tmp_path / "out"))
    page = html.fromstring(made, parser=html.HTMLParser(encoding="utf-8"))
    assert page.get("lang") == "fr"
    headings = [h.text_content() for h in page.xpath("//h2")]
    assert headings[1:3] == ["Principaux résultats", "Les thèmes en un coup d’œil"]
    assert "4 phrases sur 10, 40,0\u202f%" in page.xpath("//article")[1].text_content()
    assert spoken() == "en"


# -- charts without a picture ----------------------------------------------------------------------


def test_a_chart_that_draws_nothing_is_said_in_words_and_none_is_shown_twice(study, tmp_path):
    for name, title in (
        ("theme-prevalence", "Shares"),
        ("leading-themes", "The same shares"),
        ("my-own", "Drawn in a notebook, without links"),
    ):
        wheres = [] if name == "my-own" else ["theme=topic/aid"]
        write_chart(tmp_path, name, wheres, study, title=title)
    chart = make_empty_chart(None, "Pairs", "No pair.", DataFrame(), "n = 10 sentences.")
    chart.figure.savefig(tmp_path / "charts/theme-network.svg")
    note = {"title": chart.title, "caption": chart.caption, "alt": chart.alt, "marks": []}
    (tmp_path / "charts/theme-network.json").write_text(json.dumps(note), encoding="utf-8")
    made = made_from(study, tmp_path / "out")
    page = html.fromstring(make_report(study, list_files(tmp_path), made).decode())
    figures = page.xpath("//figure/@id")
    assert figures == ["chart-theme-prevalence", "chart-my-own"]
    (said,) = page.xpath("//ul[@class='empty']/li")
    assert said.text_content() == "Pairs: No pair. n = 10 sentences."
    assert page.xpath("//nav//a/@href")[-3:] == ["#left-out", "#checks", "#rerun"]
