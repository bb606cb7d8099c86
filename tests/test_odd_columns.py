"""Metadata columns and values of any name: a study is compared by them as by any other."""

import csv
import io

import pytest

from analysis import charts, open_study
from analysis.output.exports import NAME

BOOK = 'name: A\nversion: "1"\nthemes:\n  rights: {patterns: ["right*"]}\n'
NAMES = [
    "self", "cls", "name", "columns", "index", "data", "by", "in", "import", "sum", "mean", "doc id",
    "count", "level_0", "0", "_", "__class__", "Index", "period", "n", "T", "None", "a/b", "..", "../up",
    "a\nb", "a\x1bb", "-", "*", "{x}", "$x$", "<b>", "%s", "x" * 250, "国" * 250, "x" * 30_000, "con",
]  # fmt: skip


def table(rows: list[list[str]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


def study_of(write, columns: list[str], *rows: list[str]):
    files = ["s/codebook.yaml", BOOK]
    cells = [["doc_id", *columns]]
    for number, row in enumerate(rows):
        files += [f"s/t{number}.txt", f"States must protect rights. Text {number} is short."]
        cells.append([f"t{number}", *row])
    return open_study(write(*files, "s/metadata.csv", table(cells)) / "s")


def test_texts_are_compared_by_columns_of_any_name(write):
    groups = [[f"group {number % 2}"] * len(NAMES) for number in range(4)]
    study = study_of(write, NAMES, *groups)
    uses = study.column_uses()
    assert uses.loc[uses["use"] == "groups", "column"].tolist() == NAMES
    assert study.describe_groups()
    files = study.file_names(NAMES)
    assert len({name.lower() for name in files.values()}) == len(NAMES)
    assert all(NAME.fullmatch(name) and len(name) < 120 for name in files.values())
    for name in NAMES:
        shares = study.group_shares(name)
        assert shares[name].tolist() == ["group 0", "group 1"], name
        assert study.largest_groups(name)[name].tolist() == ["group 0", "group 1"]
        assert study.group_differences(name).empty
        assert len(study.sentences_of(name, "group 1")) == 4
        assert len(study.where(**{name: "group 0"}).documents) == 2


@pytest.mark.parametrize("name", ["self", "a\nb", "x" * 30_000, "$x$"])
def test_a_chart_by_a_column_of_any_name(write, name):
    study = study_of(write, [name], ["p"], ["q"], ["p"])
    chart = charts.shares_by_group(study.largest_groups(name), name)
    assert chart.render("png")
    assert len(chart.title) < 40_000


VALUES = ["1e400", "inf", "-inf", "nan", "NaT", "0000", "99999999999999999999", "0000-01-01", "1e-400", "-5"]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_a_value_that_is_no_number_and_no_date_stays_as_it_is_written(write, value):
    study = study_of(write, ["when"], [value], ["2020"], ["2021"])
    assert [str(cell) for cell in study.documents["when"]] == [value, "2020", "2021"]


@pytest.mark.parametrize("value", [*VALUES, "9999"])
def test_what_cannot_date_a_text_is_a_fault(write, value):
    study = study_of(write, ["when"], [value], ["2020"], ["2021"])
    write("s/study.yaml", "time: when\n")
    [fault] = open_study(study.path).check().errors
    assert fault.key == "time"
    assert "neither a date nor a year" in fault.found


def test_dates_from_the_first_year_to_the_last_are_dates(write):
    study = study_of(write, ["when"], ["0001-01-01"], ["1400-02-03"], ["9999-12-31"])
    over_time = study.shares_over_time("when")
    assert len(over_time) == 9999
    assert over_time["n_documents"].sum() == 3
    assert charts.shares_over_time(over_time).caption
