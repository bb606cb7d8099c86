"""Each check of the texts: what it finds, what it leaves alone, and that its advice works."""

import pytest
import yaml
from messy_study import write_messy_study

from analysis import open_study
from analysis.cli import main

PROSE = (
    "The council met in the old hall. It spoke about the street lights, which are broken. "
    "Nobody has come to mend them since the winter, and people are afraid to walk home."
)


TOWNS = ("north", "south", "east", "west")


def checks(folder):
    """The findings about texts: (severity, found, places, setting) by a word of what was found."""
    return open_study(folder).text_checks()


def found(folder, word):
    table = checks(folder)
    return table[table["found"].str.contains(word, regex=False)].to_dict("records")


def follow_advice(folder):
    """Put the advised lines into study.yaml."""
    advised = {}
    for line in "\n".join(checks(folder)["setting"]).split("\n"):
        for key, value in (yaml.safe_load(line) or {}).items():
            advised.setdefault(key, [])
            advised[key] += value if isinstance(value, list) else [value]
    lines = [
        f"{key}: {value if len(value) > 1 or key != 'html' else value[0]}"
        for key, value in advised.items()
    ]
    (folder / "study.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


# -- the whole ----------------------------------------------------------------------------------


def test_all_is_found_in_a_messy_study_and_nothing_after_its_advice(tmp_path, capsys):
    study = tmp_path / "speeches"
    write_messy_study(study)
    assert main(["check", str(study)]) == 0
    said = capsys.readouterr().out
    for words in (
        "1,677 lines of 3 kinds",
        "7 near-duplicates",
        "559 of 9,754 sentences begin",
    ):
        assert words in said
    assert said.splitlines()[-1].endswith("(only their numbers differ); see `drop:`")
    block = said[said.index("\ndrop: ") : said.rindex("\n\n")]
    (study / "study.yaml").write_text(block, encoding="utf-8")
    assert main(["check", str(study)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith("133 texts, 7,129 sentences, 2 themes, 4 patterns: no faults")


def test_prose_has_no_faults(write):
    folder = write("s/a.txt", PROSE, "s/b.txt", "An answer. It is short.\n\nAnd another paragraph.")
    assert checks(folder / "s").empty


# -- lines that recur ---------------------------------------------------------------------------


def pages(*headers):
    parts = []
    for number, header in enumerate(headers):
        parts += [f"{PROSE} This was said by speaker {number} of that day.", header]
    return "\n\n".join([*parts, PROSE]) + "\n"


@pytest.mark.parametrize(
    ("headers", "drop"),
    [
        (["A/70/PV.22 01/10/2015", "A/70/PV.22 02/10/2015", "A/70/PV.23 03/10/2015"], ["A/*/PV.*"]),
        ([f"Page {n} (continued):" for n in (2, 3, 4)], ["Page * (continued):"]),
        (["---"] * 3, ["---"]),
        ([f"- {n} -" for n in (9, 10, 11)], ["- * -"]),
        (["12", "13", "14"], ["12", "13", "14"]),
        ([f"Seite {n}" for n in (2, 3, 4)], ["Seite *"]),
        ([f"第{n}页" for n in (2, 3, 4)], ["第*页"]),
        (["© 2020 The Paper"] * 3, ["© 2020 The Paper"]),
        ([f"[00:0{n}:15]" for n in (1, 2, 3)], ["[00:*:15]"]),
        ([f"15-2927{n} 3/27" for n in (1, 2, 3)], ["15-* 3/27"]),
    ],
)
def test_headers_of_pages_are_named_and_dropped(write, headers, drop):
    folder = write("s/a.txt", pages(*headers)) / "s"
    (row,) = found(folder, "recur")
    assert (row["severity"], row["n"]) == ("warning", 3)
    assert yaml.safe_load(row["setting"])["drop"] == drop
    follow_advice(folder)
    assert found(folder, "recur") == []
    assert not set(headers) & set(open_study(folder).documents["text"].iloc[0].split("\n"))


@pytest.mark.parametrize(
    "lines",
    [
        ["Interviewer:"] * 8,
        ["Yes."] * 8,
        [f"Article {n}" for n in range(1, 9)],
        [f"Chapter {n}." for n in range(1, 9)],
        ["Speaker 1:", "Speaker 2:"] * 4,
        ["***"] * 8,
        ["Thank you.", "(Applause.)"] * 4,
    ],
)
def test_other_lines_that_recur_are_left_alone(write, lines):
    folder = write("s/a.txt", pages(*lines)) / "s"
    assert found(folder, "recur") == []


@pytest.mark.parametrize(
    "part",
    ["of resolution 1325 (2000) of the", "United Nations and the", "in its resolution 60/251"],
)
def test_parts_of_hard_wrapped_sentences_are_left_alone(write, part):
    wrapped = "\n".join(
        f"The {town} spoke of the charter\n{part}\nlong way of the {town}." for town in TOWNS
    )
    assert found(write("s/a.txt", wrapped) / "s", "recur") == []


def test_labels_above_turns_that_begin_small_are_left_alone(write):
    turns = "\n\n".join(f"Interviewer:\n\nyes and so in the {town}" for town in TOWNS)
    assert found(write("s/a.txt", turns) / "s", "recur") == []


def test_headers_between_paragraphs_of_one_line_each(write):
    lines = [
        line for n in range(4) for line in (f"{PROSE} In number {n}.", f"A/70/PV.22 0{n}/10/2015")
    ]
    (row,) = found(write("s/a.txt", "\n".join([*lines, PROSE])) / "s", "recur")
    assert (row["severity"], row["n"]) == ("warning", 4)


def test_a_line_that_recurs_often_in_one_text_is_mentioned(write):
    folder = write("s/a.txt", pages(*["Draft for discussion"] * 6)) / "s"
    (row,) = found(folder, "recur")
    assert (row["severity"], row["n"], row["setting"]) == ("note", 6, "")


def test_a_line_that_interrupts_sentences_is_a_header_whatever_it_says(write):
    halves = (
        f"We in the {town} saw the\n\nGeneral Assembly\n\nlights of {town}." for town in TOWNS
    )
    folder = write("s/a.txt", "\n\n".join([*halves, PROSE])) / "s"
    (row,) = found(folder, "recur")
    assert row["setting"] == 'drop: ["General Assembly"]'


def test_a_glob_never_fits_prose(write):
    headers = ["Page 2", "Page 3", "Page 4"]
    prose = "Page by page we read it, and nobody knew why it was written at all."
    folder = write("s/a.txt", pages(*headers), "s/b.txt", f"{PROSE}\n\n{prose}\n\n{PROSE}") / "s"
    (row,) = found(folder, "recur")
    assert yaml.safe_load(row["setting"])["drop"] == headers
    (folder / "study.yaml").write_text(row["setting"])
    assert prose in open_study(folder).documents["text"].iloc[1]


# -- articles in one file -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "split"),
    [
        (["End of Document"] * 100, ["End of Document"]),
        (
            ["Document AFPR000020150102eb1200abc", "Document LBA0000020150102eb12000a1"],
            ["Document *"],
        ),
        (["*** END OF ARTICLE ***"] * 3, ["* END OF ARTICLE *"]),
        (["END"] * 3, ["END"]),
    ],
)
def test_many_articles_in_one_file_are_cut(write, ends, split):
    text = "\n\n".join(f"{PROSE} Number {n} of them.\n\n{end}" for n, end in enumerate(ends))
    folder = write("s/a.txt", text) / "s"
    (row,) = found(folder, "ends an article")
    assert (row["severity"], row["n"]) == ("warning", len(ends))
    assert (yaml.safe_load(row["setting"]) or {}).get("split") == split
    assert found(folder, "recur") == []


def test_lines_that_begin_an_article_cut_a_file_too(write):
    parts = [f"{n} of 12 DOCUMENTS\n\n{PROSE} Number {n} of them." for n in range(1, 13)]
    folder = write("s/a.txt", "\n\n".join(parts)) / "s"
    (row,) = found(folder, "begins an article")
    assert (row["severity"], row["n"]) == ("warning", 12)
    follow_advice(folder)
    assert len(open_study(folder).documents) == 12
    assert found(folder, "an article") == []


def test_the_last_line_of_one_article_a_file_is_a_footer(write):
    texts = [
        part for n in range(6) for part in (f"s/{n}.txt", f"{PROSE} {n}.\n\nDocument {n} of 6")
    ]
    folder = write(*texts) / "s"
    assert found(folder, "an article") == []
    (row,) = found(folder, "recur")
    assert yaml.safe_load(row["setting"]) == {"drop": ["Document * of *"]}


# -- cut sentences ------------------------------------------------------------------------------


def test_cut_sentences_are_counted_by_text(write):
    cut = "The council spoke to it.\n\nmayor, and he agreed. It ended."
    folder = (
        write("s/a.txt", f"{PROSE}\n\n{cut}", "s/b.txt", PROSE, "s/c.txt", f"{cut}\n\n{cut}") / "s"
    )
    (row,) = found(folder, "small letter")
    assert (row["severity"], row["n"]) == ("warning", 3)
    assert row["places"].split("\n") == [
        "c, 2: sentence 2, 'mayor, and he agreed.'",
        "a, 1: sentence 5, 'mayor, and he agreed.'",
    ]


def test_a_turn_of_speech_needs_no_final_punctuation(write):
    turns = ["Interviewer: Do you feel safe?", "Anna: Yes, most of the time"] * 20
    assert found(write("a.txt", "\n\n".join(turns)), "without punctuation") == []


def test_pieces_without_an_end(write):
    text = "In 2015 the council\n\nIn May it met again.\n\nThen the mayor and\n\nThe court.\n\nWe saw\n\n2 of them."
    folder = write("s/a.txt", text, "s/study.yaml", "headings: none\n") / "s"
    (row,) = found(folder, "without punctuation")
    assert (row["severity"], row["n"]) == ("warning", 3)
    assert "sentence 1, 'In 2015 the council'" in row["places"]


@pytest.mark.parametrize(
    "text",
    [
        "We need:\n\n- clean water\n- safe roads\n- schools\n\nThat is all.",
        "She asked: “Why?” He said nothing.",
        "1. One\n2. Two\n3. Three\n\nAll agreed.",
        "No end in the only sentence of a tweet",
    ],
)
def test_lists_and_last_sentences_are_no_pieces(write, text):
    folder = write("s/a.txt", text) / "s"
    assert found(folder, "without punctuation") == []


def test_a_few_of_many_are_not_worth_knowing(write):
    folder = write("s/a.txt", f"{PROSE}\n\n" * 200 + "In 2015 the\n\n2 of us agreed.") / "s"
    assert found(folder, "without punctuation") == []


# -- headings -----------------------------------------------------------------------------------


def test_guessed_headings_are_listed(write):
    text = "\n\n".join(f"The part {n} of all\n\n{PROSE * 5}" for n in range(12))
    folder = write("s/a.txt", text, "s/b.md", f"# Marked\n\n{PROSE}") / "s"
    (row,) = found(folder, "guessed")
    assert (row["severity"], row["n"]) == ("note", 12)
    assert "60 words" in row["found"]
    assert row["places"].split("\n")[1] == "a: The part 1 of all"
    (folder / "study.yaml").write_text("headings: marked\n")
    assert found(folder, "guessed") == []


def test_many_words_in_headings_are_a_warning(write):
    text = "\n\n".join(f"Question number {n} of the list\n\nIt is so." for n in range(5))
    folder = write("s/a.txt", text) / "s"
    (row,) = found(folder, "guessed")
    assert row["severity"] == "warning"
    assert "headings: none" in row["advice"]


def test_headings_without_blanks_are_counted_by_characters(write):
    text = "权利和义务\n\n人人生而自由。人人平等。\n\n结论\n\n完了。"
    folder = write("s/a.txt", text, "s/study.yaml", "language: zh\n") / "s"
    (row,) = found(folder, "guessed")
    assert "(7 words" in row["found"]


# -- what is no word ----------------------------------------------------------------------------


def test_markup_in_cells_is_named_and_decoded(write):
    cell = "First line.<br>Second &amp; more <b>bold</b>."
    folder = write("s/t.csv", f'text\n"{cell}"\n"{PROSE}"\n') / "s"
    (row,) = found(folder, "HTML")
    assert (row["severity"], row["n"], row["setting"]) == ("warning", 4, "html: text")
    assert row["places"] == "t-1, 4: <br> &amp; <b>" or row["places"].startswith("t-1, 4: ")


def test_markup_that_was_encoded_twice_is_named(write):
    folder = write("s/t.csv", "text\nFish &amp;amp; chips.\n", "s/study.yaml", "html: text\n") / "s"
    (row,) = found(folder, "HTML")
    assert (row["places"], row["setting"]) == ("t-1, 1: &amp;", "")
    assert "encoded twice" in row["advice"]


def test_markup_in_other_files_is_named(write):
    folder = write("s/a.txt", "Fish &amp; chips for 5 &lt; 6.<br/> Done.") / "s"
    (row,) = found(folder, "HTML")
    assert (row["n"], row["setting"]) == (3, "")
    assert ".html" in row["advice"]


@pytest.mark.parametrize(
    "text", ["AT&T; R&D; a < b > c.", "if x<y and z>1.", "Q&A; was fine.", "<3 you"]
)
def test_signs_that_are_no_markup(write, text):
    assert found(write("s/a.txt", text) / "s", "HTML") == []


@pytest.mark.parametrize("word", ["Müller", "Übung", "Ínigo", "Zürich", "Nó", "Ênfase", "Òdena"])
def test_a_single_wrongly_decoded_word_is_found_after_a_capital(write, word):
    wrong = word.encode().decode("latin-1" if "\xcd" in word else "cp1252")
    (row,) = found(write("a.txt", f"The mayor, {wrong}, agreed."), "decoded")
    assert row["places"].endswith(f"(is it {word}?)")


def test_wrongly_decoded_words_are_named_with_their_repair(write):
    text = "Herr MÃ¼ller said they donâ€™t know. MÃ¼ller left."
    (row,) = found(write("s/a.txt", text, "s/b.txt", "« Le café », ÉTÉ…") / "s", "wrong encoding")
    assert (row["severity"], row["n"]) == ("warning", 3)
    assert row["places"] == "a, 3: MÃ¼ller (is it Müller?), donâ€™t (is it don’t?)"


def test_web_addresses_are_worth_knowing(write):
    folder = write("s/a.txt", "See https://example.org/a?b=1 and www.example.com now. Yes.") / "s"
    (row,) = found(folder, "web address")
    assert (row["severity"], row["n"]) == ("note", 2)
    assert "https://example.org/a?b=1" in row["places"]


# -- languages and lengths ----------------------------------------------------------------------

FRENCH = (
    "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de "
    "raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité."
)


@pytest.mark.parametrize(
    ("setting", "severity", "word"),
    [("", "note", "from most"), ("language: en\n", "warning", "that was stated")],
)
def test_a_text_in_another_language_than_most(write, setting, severity, word):
    texts = [part for n in range(30) for part in (f"s/{n:02}.txt", f"{PROSE} That was number {n}.")]
    folder = write(*texts, "s/17.txt", FRENCH, "s/study.yaml", setting) / "s"
    (row,) = found(folder, word)
    assert (row["severity"], row["n"], row["places"]) == (severity, 1, "17: fr")


def test_all_texts_in_another_language_than_study_yaml_says(write):
    folder = (
        write("s/a.txt", FRENCH, "s/b.txt", f"{FRENCH} Voilà.", "s/study.yaml", "language: en\n")
        / "s"
    )
    (row,) = found(folder, "that was stated")
    assert row["n"] == 2
    write("s/metadata.csv", "doc_id,language\na,fr\nb,fr\n")
    assert found(folder, "that was stated") == []


@pytest.mark.parametrize(
    ("setting", "word"), [("", "from most"), ("language: fr\n", "that was stated")]
)
def test_names_in_a_french_study_are_not_taken_for_english(write, setting, word):
    names = " ".join(f"Nom{letter} Prénom{letter}" for letter in "abcdefghijklm")
    texts = [
        part for n in range(12) for part in (f"s/{n:02}.txt", f"{FRENCH} C’est le numéro {n}.")
    ]
    folder = write(*texts, "s/05.txt", names, "s/07.txt", PROSE, "s/study.yaml", setting) / "s"
    (row,) = found(folder, word)
    assert row["places"] == "07: en"


def test_two_languages_in_equal_parts_are_no_exception(write):
    folder = write("s/a.txt", FRENCH, "s/b.txt", PROSE) / "s"
    assert checks(folder).empty


def test_texts_far_shorter_or_longer_than_the_rest(write):
    texts = [
        part
        for n in range(12)
        for part in (
            f"s/{n:02}.txt",
            " ".join(f"Sentence {n} {m} is here." for m in range(100 + n)),
        )
    ]
    long = " ".join(f"Long {m} it is." for m in range(3000))
    folder = write(*texts, "s/03.txt", "Nearly nothing here.", "s/05.txt", long) / "s"
    (short,) = found(folder, "far shorter")
    assert (short["severity"], short["places"]) == ("note", "03: 3 words")
    (longer,) = found(folder, "far longer")
    assert longer["places"] == "05: 12,000 words"


def test_tables_of_any_size_are_checked_too(write, tmp_path):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from analysis import read_codebook
    from analysis.large.run import write_tables

    study = tmp_path / "speeches"
    write_messy_study(study, n=12, n_copies=2)
    write_tables(study, read_codebook(study / "codebook.yaml"), tmp_path / "tables")
    table = checks(tmp_path / "tables")
    said = "\n".join(table["found"])
    assert "2 near-duplicates" in said
    assert "begin with a small letter" in said
    assert "without the lines" in said
    assert found(tmp_path / "tables", "recur") == []


# -- turns, cells, letters -----------------------------------------------------------------------

TURNS = "\n\n".join(
    f"Interviewer: Question {n}?\n\nRespondent 1: Clean water, mostly\n\nRespondent 2: Yes, {n} or {n}"
    for n in range(13)
)


def test_a_turn_of_speech_that_recurs_is_no_header(write):
    assert found(write("s/a.txt", TURNS) / "s", "recur") == []


def test_what_is_said_below_a_label_is_no_header(write):
    turns = "\n\n".join(f"Ada  0:0{n}\nIn {n} or {n}0 years\n\nBen  0:0{n}\nWhy?" for n in range(8))
    assert found(write("s/a.txt", turns) / "s", "recur") == []


def test_headers_among_turns_are_named(write):
    pages = "\n\n".join(f"12 March 2015 Column {n}\n\n{TURNS}" for n in range(5))
    (row,) = found(write("s/a.txt", pages) / "s", "recur")
    assert yaml.safe_load(row["setting"]) == {"drop": ["12 March 2015 Column *"]}


def test_a_glob_has_some_letters_or_a_sign(write):
    cells = "\n\n".join(f"r{row}c{column}\n\n{PROSE}" for row in range(6) for column in range(8))
    (row,) = found(write("s/a.txt", cells) / "s", "recur")
    assert "*" not in row["setting"]


def test_a_text_that_shares_a_part_with_another_is_only_noted(write):
    several = " ".join(f"{PROSE} It was day {n} of the year." for n in range(9))
    one_more = " ".join(f"Nobody in town {n} knew what would become of it." for n in range(60))
    folder = write("s/a.txt", several, "s/b.txt", f"{several} {one_more}") / "s"
    assert found(folder, "near-duplicate") == []
    (row,) = found(folder, "large part")
    assert (row["severity"], row["setting"]) == ("note", "")


def test_short_texts_that_share_some_words_are_not_left_out(write):
    folder = (
        write(
            "s/a.txt",
            "The street lights are broken in the whole street, and the council will act in May.",
            "s/b.txt",
            "The street lights are broken in the whole street, and the council may act in May.",
        )
        / "s"
    )
    assert found(folder, "near-duplicate") == []
    (row,) = found(folder, "large part")
    assert row["severity"] == "note"


def test_letters_that_were_lost_in_decoding(write):
    folder = write("s/a.txt", f"M\ufffdller went to the caf\ufffd. {PROSE}") / "s"
    (row,) = found(folder, "lost in decoding")
    assert (row["severity"], row["n"]) == ("warning", 2)
    assert row["places"] == "a, 2: M\ufffdller caf\ufffd"


def test_quotation_marks_that_became_control_characters(write):
    folder = write("s/a.txt", f"He said \x93yes\x94. {PROSE}") / "s"
    (row,) = found(folder, "wrong encoding")
    assert "(is it “yes”?)" in row["places"]


def test_time_stamps_on_lines_of_their_own_are_dropped_minute_by_minute(write):
    lines = "\n".join(f"{n // 6}:{n % 6}0\nwe come to point {n}x of it" for n in range(20))
    folder = write("s/a.txt", lines) / "s"
    (row,) = found(folder, "only their numbers differ")
    assert yaml.safe_load(row["setting"]) == {"drop": ["0:*", "1:*", "2:*", "3:*"]}


def test_many_page_numbers_are_dropped_one_by_one(write):
    pages = "\n\n".join(f"{PROSE} It was page {n}x.\n\n{n}" for n in range(1, 90))
    (row,) = found(write("s/a.txt", pages) / "s", "only their numbers differ")
    assert len(yaml.safe_load(row["setting"])["drop"]) == 89


def test_a_text_without_full_stops_is_one_sentence(write):
    captions = "so we come to point and then to another point of it " * 40
    folder = write("s/a.txt", captions, "s/b.txt", PROSE) / "s"
    (row,) = found(folder, "of over 250 words")
    assert (row["severity"], row["n"]) == ("warning", 1)
    assert row["places"] == "a, sentence 1: 480 words"


def test_a_few_long_sentences_are_only_noted(write):
    long = " ".join(["and the road"] * 90)
    several = " ".join(f"{PROSE} It was day {n} of the year." for n in range(200))
    (row,) = found(write("s/a.txt", f"{several} So {long}.") / "s", "of over 250 words")
    assert row["severity"] == "note"


def test_chinese_characters_are_counted_as_half_words(write):
    clause = "联合国大会通过了关于人权的决议，"
    folder = write("s/a.txt", f"{clause * 30}。", "s/b.txt", f"{clause * 50}。") / "s"
    (row,) = found(folder, "of over 250 words")
    assert row["places"].startswith("b, sentence 1: ")
