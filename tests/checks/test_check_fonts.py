"""Headings and groups in scripts that the charts have no font for."""

from analysis import open_study


def lacking(folder):
    table = open_study(folder).text_checks()
    return table[table["found"].str.contains("cannot draw", regex=False)].to_dict("records")


def test_headings_without_a_font_are_named(write):
    folder = write("a.txt", "मानव अधिकार\n\nसब लोग समान हैं। वे स्वतंत्र हैं।")
    [row] = lacking(folder)
    assert row["found"].startswith(
        "1 name of sections or groups with letters that charts cannot draw: "
    )
    assert row["places"] == "मानव अधिकार"


def test_groups_without_a_font_are_named(write):
    settings = "groups: [outlet]\n"
    folder = write("study.yaml", settings, "a.csv", "outlet,text\nข่าว,One.\nPost,Two.\n")
    [row] = lacking(folder)
    assert row["places"] == "ข่าว"


def test_latin_and_chinese_letters_have_fonts(write):
    assert lacking(write("a.txt", "Źródła 权利\n\nSee the text below it.")) == []
