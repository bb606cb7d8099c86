"""What a coder decided, and the steps that can be undone."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.coding.decisions import MOST_STEPS, Decision, Decisions

THEMES = ["aid", "rights", "war"]
BLANK = Decisions((Decision(),) * 4)
WISHES = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["theme", "none", "unsure", "memo"]),
    st.sampled_from(THEMES),
    st.booleans(),
)


def follow(sheet: Decisions, wish: tuple) -> Decisions:
    row, what, theme, on = wish
    now = sheet.rows[row]
    if what == "theme":
        return sheet.change(row, now.with_theme(theme, on))
    if what == "none":
        return sheet.change(row, now.with_none(on))
    if what == "unsure":
        return sheet.change(row, now._replace(unsure=on))
    return sheet.change(row, now._replace(memo=theme))


@given(st.lists(WISHES))
def test_a_sentence_has_themes_or_none_and_each_theme_once(wishes):
    sheet = BLANK
    for wish in wishes:
        sheet = follow(sheet, wish)
    for row in sheet.rows:
        assert not (row.none and row.themes)
        assert len(set(row.themes)) == len(row.themes)
    assert sheet.n_coded == sum(bool(row.themes) or row.none for row in sheet.rows)


@given(st.lists(WISHES))
def test_all_steps_can_be_undone_in_their_order(wishes):
    sheet = BLANK
    for wish in wishes:
        sheet = follow(sheet, wish)
    steps = sheet.steps
    for step in reversed(steps):
        before = sheet.rows
        sheet, row = sheet.undo()
        assert row == step.row
        assert sheet.rows != before
    assert sheet == BLANK
    assert sheet.undo() == (BLANK, -1)


@given(st.lists(WISHES))
def test_a_wish_that_is_fulfilled_already_changes_nothing(wishes):
    sheet = BLANK
    for wish in wishes:
        sheet = follow(sheet, wish)
        assert follow(sheet, wish) == sheet


def test_letters_typed_one_after_another_are_one_step():
    sheet = BLANK
    for memo in ("w", "wh", "why"):
        sheet = sheet.change(1, sheet.rows[1]._replace(memo=memo))
    assert len(sheet.steps) == 1
    sheet = sheet.change(2, sheet.rows[2]._replace(memo="no"))
    sheet = sheet.change(1, sheet.rows[1].with_theme("war", True))
    sheet = sheet.change(1, sheet.rows[1]._replace(memo="why not"))
    assert [(row, in_memo) for row, _, in_memo in sheet.steps] == [
        (1, True),
        (2, True),
        (1, False),
        (1, True),
    ]


def test_there_is_an_end_to_the_steps():
    sheet = BLANK
    for n in range(MOST_STEPS + 5):
        sheet = sheet.change(0, Decision(unsure=n % 2 == 0))
    assert len(sheet.steps) == MOST_STEPS


def test_the_next_sentence_to_code_is_below_or_else_at_the_top():
    coded = Decision(none=True)
    sheet = Decisions((Decision(), coded, Decision(), coded))
    assert [sheet.next_uncoded(row) for row in (-1, 0, 1, 2, 3)] == [0, 2, 2, 0, 0]
    assert Decisions((Decision(), coded)).next_uncoded(0) == 0  # there is no other one
    assert Decisions((coded, coded)).next_uncoded(0) == -1
    assert Decisions(()).next_uncoded(0) == -1
