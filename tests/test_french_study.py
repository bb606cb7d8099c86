"""A study with `captions: fr`: nothing that its charts and its report say is left in English."""

import json
import re
from dataclasses import replace

import pytest
from french_press import write_press
from lxml import html
from made_codings import make_codings
from matplotlib.text import Text

from analysis import agreement, charts, open_study
from analysis.coding.confusions import confusions
from analysis.messages import LANGUAGES, speaking
from analysis.output.report import page
from analysis.output.report.about import Made
from analysis.output.sources import folder_and_sources

DRAWS = 200

# Words that French does not have. The texts, labels and columns of the study have none of them.
ENGLISH = re.compile(
    r"\b(the|of|and|in|is|are|was|by|with|not|to|all|no|than|from|for|which|that|this|its|at|it"
    r"|they|more|less|fewer|sentences?|texts|themes?|words?|groups?|shares?|patterns?|years?"
    r"|periods|others?|stated|before|heading|rises|falls|each|carry|carries|between|only"
    r"|points? a|against|overall|found|match(es)?|error|warning)\b",
    re.IGNORECASE,
)
FILES = re.compile(r"\S+\.(csv|svg|txt|yaml|html|ipynb)\b")
OWN = "//code | //pre | //script | //style | //*[@id='rerun']//dl | //*[@class='sums']"


class Recorded(dict):
    """The texts of a language, which remember what was asked for in vain."""

    def __init__(self, texts):
        super().__init__(texts)
        self.missing = set()

    def get(self, text, default=None):
        if text not in self:
            self.missing.add(text)
        return super().get(text, default)


@pytest.fixture(scope="module")
def french():
    """French that remembers which texts and nouns it lacks."""
    language = LANGUAGES["fr"]
    texts = Recorded(language.texts)

    def name_of(noun, n):
        name = language.name_of(noun, n)
        if name == noun and noun not in ("section", "phrase"):
            texts.missing.add(noun)
        return name

    LANGUAGES["fr"] = replace(language, texts=texts, name_of=name_of)
    with speaking("en"):
        yield texts
    LANGUAGES["fr"] = language


@pytest.fixture(scope="module")
def study(french, tmp_path_factory):
    return open_study(write_press(tmp_path_factory.mktemp("press") / "presse"))


@pytest.fixture(scope="module")
def pictures(study):
    """The charts of the notebooks, by name."""
    pairs = study.cooccurrence()
    grouped = study.largest_groups("journal", draws=DRAWS)
    over_time = study.shares_over_time("année", draws=DRAWS)
    part = study.words_of_parts()["part"].iloc[0]
    text = study.documents["doc_id"].iloc[0]
    of_text = study.reading_map(text)
    sections = study.group_shares("section")
    shares = study.shares(draws=DRAWS)
    actor, tone = study.codebook.family("actor"), study.codebook.family("tone")
    codings = make_codings(study.codebook, study.sentences)
    return {
        "theme-prevalence": charts.prevalence(shares),
        "leading-themes": charts.prevalence(study.leading_themes(draws=DRAWS)),
        "reading-map": charts.reading_map(of_text, n_texts=len(study.documents)),
        "themes-by-section": charts.section_heatmap(sections, n_texts=len(study.documents)),
        "sections-of-one": charts.section_heatmap(sections),
        "themes-through-text": charts.dispersion_plot(study.through_texts(draws=DRAWS)),
        "theme-pairs": charts.cooccurrence(pairs),
        "theme-network": charts.theme_network(pairs),
        "theme-sequences": charts.sequences(study.sequences()),
        "actors-by-tone": charts.cross_table(study.cross(actor, tone)),
        "by-journal": charts.shares_by_group(grouped, "journal"),
        "deviation-journal": charts.deviation(grouped, "journal"),
        "over-time": charts.shares_over_time(over_time, events=study.settings.events),
        "words-of-part": charts.keyness(study.words_of_part(part), part=part),
        "intervals": charts.intervals(study.compare_intervals()),
        "reliance": charts.reliance(study.reliance()),
        "agreement": charts.agreement(agreement(codings, study.codebook, draws=DRAWS)),
        "confusions": charts.confusions(confusions(codings, study.codebook)),
        "sentence-lengths": charts.sentence_lengths(study.sentences),
    }


@pytest.fixture(scope="module")
def report(study, pictures, tmp_path_factory):
    """The report with all charts, read."""
    folder = tmp_path_factory.mktemp("exports")
    files = {}
    for name, chart in pictures.items():
        chart.save(folder / f"{name}.svg")
        words = {"title": chart.title, "subtitle": chart.subtitle, "caption": chart.caption}
        words |= {"alt": chart.alt, "marks": chart.marks.to_dict("records")}
        (folder / f"{name}.json").write_text(json.dumps(words), encoding="utf-8")
        files |= {f"charts/{name}{end}": folder / f"{name}{end}" for end in (".svg", ".json")}
    sources = folder_and_sources(folder, study.path, study.documents, study.codebook)[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "DRAWS", DRAWS)
        made = page.make_report(study, files, Made(sources, only=["05-groupes"]))
    return html.fromstring(made, parser=html.HTMLParser(encoding="utf-8"))


def english(texts):
    """The English words in texts, names of files aside, with the text."""
    found = [(ENGLISH.search(FILES.sub("", text)), text) for text in texts]
    return [(match[0], text) for match, text in found if match]


def test_charts_are_french(french, study, pictures):
    with speaking("fr"):
        for name, chart in pictures.items():
            drawn = [text.get_text() for text in chart.figure.findobj(Text)]
            said = [chart.title, chart.subtitle, chart.caption, chart.alt, *drawn]
            assert not english([*said, *chart.marks["words"]]), name
    assert not french.missing


def test_texts_without_a_value_are_named_in_french(pictures):
    assert "(non renseigné)" in " ".join(pictures["by-journal"].marks["words"])
    assert "(avant le premier titre)" in " ".join(pictures["sections-of-one"].marks["words"])


def test_the_report_is_french(french, report):
    assert report.get("lang") == "fr"
    data = json.loads(report.get_element_by_id("data").text)
    said = list(data["words"].values())
    for element in report.xpath(OWN):
        element.drop_tree()
    attributes = ("aria-label", "title", "alt", "placeholder", "data-n")
    said += [value for name in attributes for value in report.xpath(f"//@{name}")]
    said += report.xpath("//text()")
    assert len(said) > 1000
    assert not english(said)
    assert not french.missing


def test_the_main_findings_are_french(french, study):
    findings = study.main_findings(draws=DRAWS)
    kinds = set(findings.loc[findings["rank"] > 0, "kind"])
    assert {"group", "change", "trend"} <= kinds
    with speaking("fr"):
        described = study.describe_findings(findings)
    said = [*described.missing]
    for finding in described.findings:
        said += [finding.sentence, *finding.remarks]
    also = "\n".join(findings["also"])
    assert "(en hausse)" in also or "(en baisse)" in also
    assert "C’est un saut, non une tendance." in " ".join(said)
    assert not english([*said, also])
    assert not french.missing


def test_the_sentences_about_the_study_are_french(study):
    with speaking("fr"):
        said = [study.describe_study(), study.describe_how_sure(), repr(study)]
        first = study.read_first()
    assert said[0].startswith("48 textes\u00a0: 960 phrases")
    assert len(first)
    assert not english([*said, *first["found"]])


def test_the_same_study_in_english_has_english_charts(tmp_path):
    with speaking("en"):
        study = open_study(write_press(tmp_path / "presse", captions="en"))
        assert study.describe_study().startswith("48 texts: ")
        assert charts.sentence_lengths(study.sentences).title.startswith("The median sentence")
