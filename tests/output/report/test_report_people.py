"""What a report says of people: corrected shares, precision, halves, and the agreement of coders."""

from collections import Counter
from itertools import accumulate

import pytest
from lxml import html
from report_samples import (
    count_sentences,
    list_files,
    made_from,
    write_chart,
    write_charts,
    write_coded_study,
    write_study,
)
from test_report_page import read_data

from analysis import open_study
from analysis.messages import speaking
from analysis.output.report.page import make_report

AID = "coded=topic/aid"


def parse(content):
    return html.fromstring(content, parser=html.HTMLParser(encoding="utf-8"))


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return write_coded_study(tmp_path_factory.mktemp("coded") / "tiny")


@pytest.fixture(scope="module")
def page(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    write_chart(folder, "corrected", ["theme=topic/aid", AID], study)
    write_chart(folder, "agreement", ["theme=topic/war"], study)
    return parse(make_report(study, list_files(folder), made_from(study, folder)))


def text_of(page, path):
    return " ".join(" ".join(part.text_content() for part in page.xpath(path)).split())


def test_each_part_is_said(study, page):
    (people,) = page.xpath("//section[@id='people']")
    headings = [h.text_content() for h in people.xpath(".//h3")]
    assert headings == [
        "Corrected shares",
        "Precision and recall",
        "The halves of the sample",
        "Where patterns and people differ",
        "Agreement of coders",
    ]
    said = " ".join(people.text_content().split())
    for described in (
        study.describe_corrected(),
        study.describe_codings(),
        study.describe_halves(),
        study.describe_coders().replace("`", ""),
    ):
        assert " ".join(described.split()) in said
    assert "`" not in said


def test_corrected_shares_stand_beside_those_of_the_hits(study, page):
    heads = [th.text_content() for th in page.xpath("//section[@id='overview']//thead//th")]
    assert heads[2:] == ["Share", "95% interval", "Corrected", "Its 95% interval"]
    row = study.corrected_shares().set_index("theme").loc["topic/aid"]
    cells = [td.text_content() for td in page.xpath("//section[@id='overview']//tbody/tr")[1]]
    assert cells[2] == f"{row['share']:.1%}"
    assert cells[4:] == [
        f"{row['corrected']:.1%}",
        f"{100 * row['low']:.1f} to {row['high']:.1%}",
    ]
    links = page.xpath("//section[@id='people']//a/@href")
    assert {"#chart-corrected", "#chart-agreement", "#overview"} <= set(links)


def test_a_theme_has_its_codings_figures_and_corrected_share(page):
    said = text_of(page, "//article[@id='theme=topic/aid']/p[@class='counted']")
    assert "Coded by hand: 12 of 80 sentences; precision 0.46 (" in said
    assert "recall 1.00 (" in said
    assert "Corrected share: 15.4% (95% interval: " in said


def test_codings_lead_to_their_sentences(study, page):
    n, *steps = read_data(page)["marks"][AID]
    rows = list(accumulate(steps))
    expected = count_sentences(study, AID)
    assert n == len(expected) == 12
    assert study.sentences.iloc[rows]["sent_id"].tolist() == expected["sent_id"].tolist()


def test_every_link_leads_somewhere_and_no_id_occurs_twice(page):
    ids = Counter(page.xpath("//@id"))
    assert [id_ for id_, n in ids.items() if n > 1] == []
    assert [link for link in page.xpath("//@href") if link[1:] not in ids] == []


def test_tables_have_a_row_for_each_theme(page):
    tables = page.xpath("//section[@id='people']//table")
    heads = [[th.text_content() for th in table.xpath(".//thead//th")] for table in tables]
    assert heads[0] == ["Theme", "Coded", "Found", "Both", "Precision", "Recall", "F1"]
    assert heads[1] == ["Theme", "F1, half to improve", "F1, half to report on"]
    assert heads[2][:3] == ["Theme", "Coded", "Agreement of pairs"]
    first = [cell.text_content() for cell in tables[0].xpath(".//tbody/tr")[0]]
    assert first[:4] == ["Aid", "12", "26", "12"]
    halves = [cell.text_content() for cell in tables[1].xpath(".//tbody/tr")[0]]
    assert halves[1].startswith("1.00 (")  # the even sentences: all with a hit are about aid
    assert tables[2].xpath(".//tbody/tr/th")[-1].text_content() == "All themes"


def test_nothing_is_said_of_people_where_nobody_coded(tmp_path):
    study = write_study(tmp_path / "plain")
    page = parse(
        make_report(study, write_charts(tmp_path / "out", study), made_from(study, tmp_path))
    )
    assert not page.xpath("//*[@id='people']")
    assert "Corrected" not in page.text_content()
    assert "by hand" not in page.text_content()


def test_one_reader_has_no_sample_halves_or_agreement(tmp_path):
    (tmp_path / "read").mkdir()
    (tmp_path / "read" / "coding.csv").write_text("doc_id,sent_id,theme\na,1,topic/aid\n")
    study = write_study(tmp_path / "read")
    page = parse(make_report(study, {}, made_from(study, tmp_path / "out")))
    headings = [h.text_content() for h in page.xpath("//section[@id='people']//h3")]
    assert headings == ["Precision and recall", "Where patterns and people differ"]
    assert "Corrected share" not in page.text_content()


def test_memos_stand_below_the_sentences_that_are_quoted(tmp_path):
    (tmp_path / "noted" / "codings").mkdir(parents=True)
    coded = (
        'doc_id,sent_id,theme,memo\na,1,topic/aid,"which aid?\n<b>"\na,2,tone/praise,ليست مدحا\n'
    )
    (tmp_path / "noted" / "codings" / "<A>.csv").write_text(coded, encoding="utf-8")
    study = write_study(tmp_path / "noted")
    page = parse(make_report(study, {}, made_from(study, tmp_path / "out")))
    memo = page.xpath("//ol[@class='quoted']/li/*[@class='memo']")[0]
    assert memo.xpath("./small")[0].text_content() == "Memo by <A> on Aid"
    assert memo.xpath("./p")[0].text_content() == "which aid?\n<b>"
    differences = page.xpath("//ul[@class='differences']//*[@class='memo']")
    assert [memo.xpath("./p")[0].text_content() for memo in differences].count("ليست مدحا") >= 1
    assert {p.get("dir") for p in page.xpath("//*[@class='memo']/p")} == {"auto"}


def test_commands_stand_as_code(tmp_path):
    write_coded_study(tmp_path / "open")
    (tmp_path / "open" / "codings" / "final.csv").unlink()
    study = open_study(tmp_path / "open")
    with pytest.warns(match="settled"):
        page = parse(make_report(study, {}, made_from(study, tmp_path / "out")))
    assert text_of(page, "//section[@id='people']//code") == "workbook adjudicate STUDY"


def test_it_is_french_in_a_french_study(tmp_path):
    folder = tmp_path / "fr"
    write_coded_study(folder)
    (folder / "study.yaml").write_text("captions: fr\n", encoding="utf-8")
    with speaking("en"):
        study = open_study(folder)
        study.check()
    page = parse(make_report(study, {}, made_from(study, tmp_path / "out")))
    said = text_of(page, "//section[@id='people']")
    assert "Parts corrigées" in said
    assert "Les moitiés de l’échantillon" in said
    for english in ("sentences", "coded", "share", "half"):
        assert english not in said.lower()
