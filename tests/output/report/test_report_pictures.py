"""Charts read from their files: their order, their words and their marks."""

from report_samples import list_files, write_chart, write_study

from analysis.output.report.pictures import all_marks, read_pictures


def test_charts_come_in_the_order_of_the_questions(tmp_path):
    names = [
        "words-of-part-1",
        "own-chart",
        "agreement",
        "reliance",
        "theme-network",
        "corrected-by-country",
        "by-country",
        "corrected",
        "actors-by-tone",
        "leading-themes",
        "theme-prevalence",
        "reading-map",
        "tones-through-text",
        "themes-by-section",
    ]
    study = write_study(tmp_path / "s")
    for name in names:
        write_chart(tmp_path / "out", name, ["theme=topic"], study)
    read = read_pictures(list_files(tmp_path / "out"))
    assert {heading: [one.name for one in group] for heading, group in read.items()} == {
        "Themes": ["theme-prevalence", "leading-themes", "corrected"],
        "Who is named, and in what tone": ["actors-by-tone", "tones-through-text"],
        "Where themes occur, and with which others": [
            "reading-map",
            "theme-network",
            "themes-by-section",
        ],
        "Groups of texts, and time": ["by-country", "corrected-by-country"],
        "Words": ["words-of-part-1"],
        "How far the counts can be relied on": ["reliance", "agreement"],
        "Further charts": ["own-chart"],
    }


def test_a_chart_brings_its_words_and_marks(tmp_path):
    study = write_study(tmp_path / "s")
    write_chart(tmp_path, "bars", ["theme=topic", "theme=tone"], study, title="T", subtitle="S")
    (picture,) = read_pictures(list_files(tmp_path))["Further charts"]
    said = picture.title, picture.subtitle, picture.caption, picture.alt
    assert said == ("T", "S", "A caption.", "Bars: T.")
    assert [mark.words for mark in all_marks([picture]).values()] == [
        "bar 0 of bars: 6 sentences",
        "bar 1 of bars: 3 sentences",
    ]


def test_a_picture_that_cannot_be_read_has_no_drawing(tmp_path):
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "odd.svg").write_bytes(b"no picture")
    (picture,) = read_pictures(list_files(tmp_path))["Further charts"]
    assert (picture.root, picture.title, picture.marks) == (None, "odd", {})


def test_a_link_without_a_note_is_a_mark_too(tmp_path):
    study = write_study(tmp_path / "s")
    write_chart(tmp_path, "bars", ["theme=topic"], study)
    (tmp_path / "charts" / "bars.json").unlink()
    (picture,) = read_pictures(list_files(tmp_path))["Further charts"]
    assert list(picture.marks) == ["theme=topic"]
