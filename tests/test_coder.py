"""Coding by hand: each key is a wish, and what is shown as given stands in the file."""

import pytest

from analysis import InputError, InputWarning, open_study
from analysis.coder import Coder
from analysis.coding.sheet_form import make_sheet
from analysis.display import panels
from analysis.display.panels import SESSION, VIEW
from analysis.messages import speak
from analysis.output.coding_sheets import write_csv

CODEBOOK = """\
name: Small
version: "1"
themes:
  topic:
    label: Topics
    themes:
      rights:
        label: Rights
        definition: What is due to people.
        include: ["human rights", "a right"]
        exclude: ["right now"]
        patterns: ["right*"]
      peace: {label: Peace, patterns: [peace]}
  tone:
    label: Tone
    themes:
      peace: {label: Peace, patterns: [calm]}
  war: {label: War, patterns: [war]}
"""
TEXTS = (
    *("a.txt", "War came first.\n\nThe rights of all fell. Peace came last.\n"),
    *("b.txt", "حقوق الإنسان للجميع.\n"),
    *("metadata.csv", "doc_id,title,language\na,A war,en\nb,,ar\n"),
    *("codebook.yaml", CODEBOOK),
)
KEYS = ["doc_id", "sent_id"]


@pytest.fixture
def study(write):
    folder = write(*TEXTS)
    study = open_study(folder)
    (folder / "codings").mkdir()
    for coder in ("A", "B"):
        sheet = make_sheet(study.sentences, study.sentences[KEYS], coder)
        write_csv(folder / f"codings/{coder}.csv", sheet.sort_values(KEYS))  # in an order we know
    yield study
    speak("en")


@pytest.fixture
def coder(study) -> Coder:
    return study.coder("A")


def wish(coder: Coder, do: str, row: int = 0, **values: object) -> dict:
    return coder.answer({"do": do, "row": row, **values})


def give(coder: Coder, theme: str, row: int = 0, on: bool = True) -> dict:
    return wish(coder, "theme", row, theme=theme, on=on)


def test_the_first_sentence_that_is_not_coded_is_shown_in_its_context(coder):
    page = coder.answer(coder.start())
    assert page["place"] == ["1 of 4", "A war", "sentence 1"]
    assert (page["before"], page["after"]) == ("", "The rights of all fell.")
    assert page["sentence"] == "War came first."
    assert page["given"] == ["not coded yet"]
    assert page["progress"] == "0 of 4 coded"
    assert page["moved"]
    wish(coder, "none", on=True)
    page = coder.answer(coder.start())
    assert (page["row"], page["before"]) == (1, "War came first.")
    assert page["said"] == "2 of 4: not coded yet"


def test_a_text_has_its_title_or_its_id_and_its_language(coder):
    page = wish(coder, "step", 2, by=1)
    assert page["place"] == ["4 of 4", "b", "sentence 1"]
    assert page["lang"] == "ar"


def test_each_decision_is_written_before_it_is_shown(coder, study):
    path = coder.sheet.path
    page = give(coder, "topic/rights")
    assert page["themes"] == ["topic/rights"]
    assert page["said"] == "Saved: Rights"
    assert ",Rights,,,,,,,,,\r\n" in path.read_bytes().decode()
    page = give(coder, "tone/peace")
    assert page["given"] == ["Rights", "Tone › Peace"]  # another theme has that label
    page = wish(coder, "unsure", on=True)
    assert page["given"] == ["Rights", "Tone › Peace", "unsure"]
    page = wish(coder, "memo", memo="a\r\nb\x00")
    assert page["memo"] == "a\nb\ufffd"
    assert ',Rights,tone/peace,,,,,,,x,"a\nb\ufffd"\r\n' in path.read_bytes().decode()
    page = give(coder, "topic/rights", on=False)
    assert page["said"] == "Saved: Rights taken away"
    page = wish(coder, "none", on=True)
    assert (page["themes"], page["none"], page["progress"]) == ([], True, "1 of 4 coded")
    again = study.coder("A")
    assert again.decisions.rows == coder.decisions.rows


def test_a_theme_takes_back_that_there_is_none(coder):
    wish(coder, "none", on=True)
    page = give(coder, "war")
    assert (page["none"], page["given"]) == (False, ["War"])
    page = give(coder, "war", on=False)
    assert (page["given"], page["n_coded"]) == (["not coded yet"], 0)
    page = wish(coder, "none", on=False)
    assert page["given"] == ["not coded yet"]


def test_no_theme_says_what_it_takes_away(coder):
    give(coder, "war")
    give(coder, "topic/rights")
    said = wish(coder, "none", on=True)["said"]
    assert said == "Saved: No theme; taken away: War and Rights (u undoes it)"
    page = wish(coder, "none", on=False)
    assert page["said"] == "Saved: “No theme” taken away, now not coded yet"
    assert wish(coder, "none", on=True)["said"] == "Saved: No theme"


def test_the_same_wish_twice_is_one(coder):
    for _ in range(2):
        page = give(coder, "war")
    assert page["themes"] == ["war"]
    assert len(coder.decisions.steps) == 1


def test_undo_leads_back_step_by_step_to_the_file_as_it_was(coder):
    before = coder.sheet.path.read_bytes()
    give(coder, "war")
    give(coder, "topic/peace", row=1)
    wish(coder, "unsure", row=1, on=True)
    wish(coder, "memo", row=3, memo="w")
    wish(coder, "memo", row=3, memo="why")
    pages = [wish(coder, "undo", row=2) for _ in range(5)]
    assert [page["row"] for page in pages] == [3, 1, 1, 0, 2]
    assert pages[1]["said"] == "Saved: one step back, now Topics › Peace"
    assert pages[2]["said"] == "Saved: one step back, now not coded yet"
    assert pages[4]["said"] == "Nothing to undo since the panel was opened."
    assert coder.sheet.path.read_bytes() == before


def test_one_leafs_to_both_ends_and_jumps_to_what_is_not_coded(coder):
    assert wish(coder, "step", 0, by=-1)["said"] == "This is the first sentence."
    page = wish(coder, "step", 0, by=1)
    assert (page["row"], page["moved"]) == (1, True)
    for row in (0, 2, 3):
        give(coder, "war", row=row)
    assert wish(coder, "uncoded", 2)["row"] == 1
    page = wish(coder, "step", 3, by=1)
    assert (page["row"], page["moved"]) == (3, False)
    assert page["said"].startswith("This is the last sentence. Press j")
    page = give(coder, "war", row=1)
    assert page["progress"] == "all 4 coded"
    page = wish(coder, "uncoded", 1)
    assert (page["row"], page["said"]) == (1, "All sentences are coded.")
    assert wish(coder, "step", 3, by=1)["said"] == "This is the last sentence, and all are coded."
    assert coder.answer(coder.start())["row"] == 0


def test_what_was_changed_elsewhere_is_not_overwritten_and_is_read_on_demand(coder, study):
    other = study.coder("A")
    give(other, "topic/rights", row=1)
    written = coder.sheet.path.read_bytes()
    page = give(coder, "war", row=2)
    assert page["fault"].startswith("codings/A.csv was changed elsewhere")
    assert (page["row"], page["themes"], page["said"]) == (2, [], "")
    assert coder.sheet.path.read_bytes() == written
    assert wish(coder, "step", 2, by=-1)["fault"] == ""  # to look is no change
    page = wish(coder, "reload", row=1)
    assert (page["themes"], page["reloaded"], page["fault"]) == (["topic/rights"], True, "")
    assert page["said"] == "Read again from codings/A.csv."
    assert wish(coder, "undo")["said"].startswith("Nothing to undo since")
    assert give(coder, "war", row=2)["said"] == "Saved: War"
    assert give(other, "war", row=3)["fault"]


def test_a_file_with_faults_is_not_read_again(coder):
    path = coder.sheet.path
    give(coder, "war", row=1)
    wrong = path.read_text(encoding="utf-8-sig").replace(",War,", ",Wor,")
    path.write_text(wrong, encoding="utf-8")
    page = wish(coder, "reload", row=1)
    assert "theme_1: found 'Wor'" in page["fault"]
    assert page["themes"] == ["war"]


def test_a_decision_that_cannot_be_written_is_not_kept(coder, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("analysis.output.open_sheet.write_csv", refuse)
    page = give(coder, "war")
    assert "cannot be written (Permission denied)" in page["fault"]
    assert page["themes"] == []
    monkeypatch.undo()
    assert give(coder, "war")["themes"] == ["war"]


def test_themes_stand_under_their_headings_with_what_they_mean(coder):
    themes = coder.setup()["themes"]
    assert [(one["group"], one["label"]) for one in themes] == [
        ("Topics", "Rights"),
        ("Topics", "Peace"),
        ("Tone", "Peace"),
        ("", "War"),
    ]
    assert themes[0]["definition"] == "What is due to people."
    assert themes[0]["include"] == ["human rights", "a right"]
    assert themes[0]["exclude"] == ["right now"]


def test_a_coder_sees_nothing_of_patterns_or_of_other_coders(study):
    give(study.coder("B"), "tone/peace")
    fresh = open_study(study.path)
    coder = fresh.coder("A")
    pages = [wish(coder, "step", row, by=1) for row in range(3)]
    assert not {"search", "hits", "codings", "gold"} & set(fresh._parts)
    assert all(page["others"] == [] for page in pages)


def test_who_settles_differences_sees_what_each_coder_gave(study):
    folder = study.settings.folder / "codings"
    write_csv(folder / "final.csv", make_sheet(study.sentences, study.sentences[KEYS], "final"))
    give(study.coder("A"), "war")
    wish(study.coder("A"), "memo", memo="the first word")
    wish(study.coder("B"), "none", on=True)
    wish(study.coder("B"), "unsure", on=True)
    differ = pytest.warns(InputWarning, match="on which coders differ")
    with pytest.warns(InputWarning, match="rows not coded yet"), differ:
        final = open_study(study.path).coder("final")
    rows = final.sheet.cells
    at = int(((rows["doc_id"] == "a") & (rows["sent_id"] == "1")).to_numpy().nonzero()[0][0])
    page = wish(final, "step", at - 1 if at else 1, by=1 if at else -1)
    assert page["others"] == [
        {"coder": "A", "said": "War · “the first word”"},
        {"coder": "B", "said": "No theme · unsure"},
    ]
    assert final.setup()["name"] == "What coders differ on"
    page = give(final, "war", row=at)
    assert page["themes"] == ["war"]


def test_as_text_and_html_it_says_where_the_codings_are_and_no_count_that_ages(study, coder):
    before = repr(coder)
    give(coder, "war")
    assert repr(coder) == before
    lines = before.splitlines()
    assert lines[0] == "Coder A: what is coded is in codings/A.csv."
    assert "codings/A.csv" in lines[2]
    assert "(no theme)" in lines[2]
    page = coder.html()
    assert str(study.settings.folder) not in page + repr(coder)  # no path of the machine
    assert all(line in page for line in lines[1:])
    assert coder.html() == page  # no random id


def test_a_saved_notebook_holds_no_panel(coder, monkeypatch):
    monkeypatch.delenv(SESSION, raising=False)
    monkeypatch.delattr(panels, "make_panel")
    assert set(coder._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_in_jupyterlab_it_is_a_panel_that_answers_messages(coder, monkeypatch):
    pytest.importorskip("anywidget")
    monkeypatch.setenv(SESSION, "a.ipynb")
    assert VIEW in coder._repr_mimebundle_()
    panel = panels.make_panel(coder)
    assert panel.page["sentence"] == "War came first."
    message = {"do": "theme", "row": 0, "theme": "war", "on": True, "asked": "v 1"}
    panel._handle_custom_msg(message, [])
    assert (panel.page["themes"], panel.page["asked"]) == (["war"], "v 1")


def test_without_a_sheet_it_says_how_to_draw_a_sample(study):
    with pytest.raises(InputError, match=r"no sheet of 'C' among 'A', 'B'.*workbook sample STUDY"):
        study.coder("C")


def test_in_french_whatever_is_opened_later(write):
    folder = write(*TEXTS, "study.yaml", "captions: fr\n")
    study = open_study(folder)
    (folder / "codings").mkdir()
    write_csv(folder / "codings/A.csv", make_sheet(study.sentences, study.sentences[KEYS], "A"))
    coder = study.coder("A")
    speak("en")
    page = coder.answer(coder.start())
    assert page["given"] == ["pas encore codée"]
    assert page["progress"] == "codées\xa0: 0 sur 4"
    assert coder.setup()["words"]["undo"] == "Annuler"
    assert repr(coder).startswith("Codage de A\xa0: les codages sont dans codings/A.csv.")
