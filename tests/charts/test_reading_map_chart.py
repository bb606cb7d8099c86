"""The reading map: one text, sentence by sentence."""

import pytest
from chart_tables import FOUND, WORDS, axes, blocks, blocks_of, colours, texts, with_family_columns
from matplotlib.text import Text

from analysis import charts
from analysis.charts.style import PALETTE


def test_reading_map_blocks_are_as_wide_as_their_words():
    chart = charts.reading_map(with_family_columns(blocks()))
    ax = axes(chart)
    grounds = [
        patch for patch in ax.patches if patch.get_label() in {f"sentence {i}" for i in range(1, 6)}
    ]
    gap = 2 * min(0.015 * ax.get_xlim()[1] / 6, WORDS[0] / 5)
    assert [patch.get_width() for patch in grounds] == pytest.approx(WORDS, abs=2 * gap)
    filled = {label: colour for label, colour in colours(ax).items() if "," in label}
    assert filled == {
        "sentence 1, Topics: Clean water": PALETTE[0],
        "sentence 2, Topics: Clean water": PALETTE[0],
        "sentence 2, Actors: The council": PALETTE[1],
        "sentence 3, Actors: The council": PALETTE[1],
        "sentence 5, Topics: Clean water": PALETTE[0],
    }
    lines = {patch.get_label(): patch.get_y() for patch in grounds}
    assert lines["sentence 1"] == lines["sentence 2"] < lines["sentence 3"] == lines["sentence 5"]
    place = {patch.get_label(): patch for patch in ax.patches}
    assert place["sentence 2"].get_x() == pytest.approx(WORDS[0], abs=gap)  # behind the first
    for name in filled:
        ground = place[name.partition(",")[0]]
        assert (place[name].get_x(), place[name].get_width()) == (
            ground.get_x(),
            ground.get_width(),
        )
        lane = (place[name].get_y() - ground.get_y()) / ground.get_height()
        assert lane == pytest.approx(
            0.5 if "Actors" in name else 0, abs=0.05
        )  # topics above actors
    assert "Plans" in texts(ax)
    assert texts(ax).count("Topics") == 2  # a lane is named on every line


@pytest.mark.parametrize("n_sections", [1, 300])
def test_reading_map_of_300_sentences(n_sections):
    sections = [f"Part {i * n_sections // 300}" for i in range(300)]
    chart = charts.reading_map(blocks(FOUND * 60, sections, WORDS * 60), n_texts=12)
    assert chart.figure.get_size_inches()[1] < 18
    assert "Text: a (one of 12 texts)." in chart.caption
    assert len(chart.data) == 600
    assert chart.data["shown"].all() == (n_sections == 1)
    assert ("of 300 sentences" in chart.caption) == (n_sections > 1)


def test_reading_map_of_thousands_of_sentences_shows_the_first_thousand():
    chart = charts.reading_map(blocks(FOUND * 300, [""] * 1500, WORDS * 300))
    assert "The chart shows 1,000 of 1,500 sentences, the first ones" in chart.caption
    assert chart.data["shown"].sum() == 2000  # two lanes


def test_reading_map_of_eight_flat_roots_and_no_more():
    roots = [f"r{i}" for i in range(10)]
    rows = [("a", 1, "", 1, 20, root, root.upper(), root, root.upper(), 1, 1) for root in roots]
    chart = charts.reading_map(blocks_of(rows))
    assert "The chart shows 8 of 10 lanes" in chart.caption
    assert len([label for label in colours(axes(chart)) if "," in label]) == 8


def test_lanes_whose_long_labels_differ_only_at_the_end_can_be_told_apart():
    roots = [f"Everything that the report says about part {i}" for i in range(8)]
    rows = [("a", 1, "", 1, 20, root, root, root, root, 1, 1) for root in roots]
    drawn = texts(axes(charts.reading_map(blocks_of(rows))))
    written = [text.replace("\n", " ") for text in drawn]
    assert len({text for text in written if text.startswith("Every") and text[-1].isdigit()}) == 8


def test_labels_wrap_in_their_block_before_they_are_cut():
    label = "Rights of vulnerable groups"
    rows = [("a", at, "", 1, 17, "r", "R", "r/a", label, 1, 1) for at in (1, 2)]
    written = texts(axes(charts.reading_map(blocks_of(rows))))
    assert [text.replace("\n", " ") for text in written].count(label) == 2
    assert not any("…" in text for text in written)


def test_hovering_names_all_themes_of_a_sentence():
    table = blocks()
    table["labels"] = table["label"].mask(table["sent_id"] == 5, "Clean water; Roads")
    marks = charts.reading_map(table).marks.set_index("where")["words"]
    assert marks["doc_id=a&sent_id=2"] == "Sentence 2: Clean water; The council"
    assert marks["doc_id=a&sent_id=4"] == "Sentence 4: no theme"
    water = "theme=topic&doc_id=a&sent_id=5"
    assert marks[water] == "Sentence 5, Topics: Clean water; Roads"


def test_of_several_texts_one_has_to_be_chosen():
    chart = charts.reading_map(blocks().head(0), n_texts=12)
    assert texts(axes(chart)) == ["A reading map shows one text."]
    assert 'Of 12 texts, choose one by its name: study.reading_map("...").' in chart.caption
    assert charts.reading_map(blocks()).title == "“Clean water” in 3 of 5 sentences"
    assert charts.reading_map(blocks(), title="Mine").title == "Mine"


@pytest.mark.parametrize("width", ["column", "page", "slide", "screen"])
def test_no_word_leaves_its_picture(width):
    chart = charts.reading_map(blocks(FOUND * 4, ["Plans"] * 20, WORDS * 4), width=width)
    chart.figure.draw_without_rendering()
    page = chart.figure.bbox
    for text in chart.figure.findobj(Text):
        if text.get_text():
            box = text.get_window_extent()
            assert box.x0 >= 0, text
            assert box.x1 <= page.x1, text
            assert text.get_size() >= 6
