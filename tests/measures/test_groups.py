"""Groups of texts: counted by hand on the tiny corpus, and sums that hold for any corpus."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_notebooks import run_here
from tiny import CODEBOOK, SENTENCES_AB, sentences

from analysis import InputError, find_hits, open_study, theme_shares
from analysis.measures.groups import (
    MOST_LETTERS,
    column_uses,
    export_names,
    group_of,
    group_shares,
    name_groups,
    top_groups,
)
from analysis.measures.time import shares_over_time
from analysis.output.exports import NAME
from analysis.tables import FAMILY_COLUMNS, SHARES
from analysis.wording import BEFORE_FIRST, UNSTATED

# The two texts of the corpus (4 and 2 sentences), and one of a single sentence: rights and poverty.
SENTENCES = pd.concat(
    [SENTENCES_AB, sentences("Poverty hurts rights.", doc_id="c")], ignore_index=True
)
HITS = find_hits(SENTENCES, CODEBOOK)
DATES = pd.to_datetime(["2020-01-31", "2020-04-30", None])
DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b", "c"], "outlet": ["Post", "News", ""], "date": DATES})


def by_outlet():
    return group_shares(SENTENCES, HITS, CODEBOOK, DOCUMENTS, "outlet")


def of(table, theme, *columns):
    """The rows of a theme as tuples: its group, then the columns."""
    return list(
        table.loc[table["theme"] == theme, [table.columns[0], *columns]].itertuples(
            index=False, name=None
        )
    )


# Shares -------------------------------------------------------------------------------------------
# --------------------


def test_shares_by_group_are_counted_by_hand():
    table = by_outlet()
    counts = ["n_sentences_hit", "n_sentences", "n_documents"]
    assert of(table, "topic/rights", *counts) == [
        ("News", 0, 2, 1),
        ("Post", 2, 4, 1),
        (UNSTATED, 1, 1, 1),
    ]
    assert of(table, "topic", *counts) == [
        ("News", 1, 2, 1),
        ("Post", 3, 4, 1),
        (UNSTATED, 1, 1, 1),
    ]
    assert of(table, "topic/rights", "share") == [("News", 0), ("Post", 0.5), (UNSTATED, 1)]
    assert list(table.columns) == [
        "outlet",
        *SHARES.columns,
        "n_documents",
        "share_of_all",
        "n_more",
        *FAMILY_COLUMNS,
    ]
    assert list(table["theme"][:6]) == list(CODEBOOK.themes["theme"])
    assert {name: str(table.dtypes[name]) for name in SHARES.columns} == SHARES.columns


def test_a_group_is_measured_against_all_groups():
    rights = by_outlet().query("theme == 'topic/rights'")
    assert list(rights["share_of_all"]) == pytest.approx([3 / 7] * 3)
    assert list(rights["n_more"]) == pytest.approx([0 - 6 / 7, 2 - 12 / 7, 1 - 3 / 7])


def test_one_group_never_differs_from_itself():
    table = group_shares(SENTENCES, HITS, CODEBOOK, DOCUMENTS.assign(outlet="Post"), "outlet")
    assert (
        table["n_more"] == 0
    ).all()  # exactly, because a rounding error would be ranked as a difference


def test_the_input_tables_are_unchanged():
    before = [frame.copy(deep=True) for frame in (SENTENCES, HITS, DOCUMENTS)]
    table = by_outlet()
    given = table.copy(deep=True)
    top_groups(table, "outlet", 1)
    shares_over_time(SENTENCES, HITS, CODEBOOK, DOCUMENTS, "date")
    for frame, copy in zip((SENTENCES, HITS, DOCUMENTS, table), (*before, given), strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_groups_are_sorted_by_value_and_named_as_text():
    texts = pd.DataFrame(
        {"doc_id": ["a", "b", "c"], "session": [10, 9, 11], "day": DATES, "x": ["", UNSTATED, "y"]}
    )
    assert group_of(texts, "day").tolist() == ["2020-01-31", "2020-04-30", UNSTATED]
    for column, names in {"session": ["9", "10", "11"], "x": ["y", UNSTATED]}.items():
        table = group_shares(SENTENCES, HITS, CODEBOOK, texts, column)
        assert table[column].drop_duplicates().tolist() == names
    whole = texts.assign(session=pd.array([2, None, 1], dtype="Int64"))
    assert group_of(whole, "session").tolist() == ["2", UNSTATED, "1"]


def test_a_group_without_sentences_keeps_its_rows():
    part = SENTENCES[SENTENCES["doc_id"] != "b"]
    table = group_shares(part, HITS, CODEBOOK, DOCUMENTS, "outlet")
    news = table[table["outlet"] == "News"]
    assert news["n_sentences"].eq(0).all()
    assert news["n_documents"].eq(1).all()
    assert news["share"].isna().all()
    assert news["label"].tolist() == CODEBOOK.themes["label"].tolist()
    empty = group_shares(SENTENCES[:0], HITS[:0], CODEBOOK, DOCUMENTS, "outlet")
    assert len(empty) == 3 * 6
    assert empty["share_of_all"].isna().all()


def test_a_missing_column_is_an_error():
    for measure in (group_shares, shares_over_time):
        with pytest.raises(InputError, match="no column 'outlets' among 'outlet', "):
            measure(SENTENCES, HITS, CODEBOOK, DOCUMENTS, "outlets")


def test_texts_that_are_not_among_the_documents_are_not_counted():
    table = group_shares(SENTENCES, HITS, CODEBOOK, DOCUMENTS[:1], "outlet")
    assert of(table, "topic/rights", "n_sentences_hit", "n_sentences") == [("Post", 2, 4)]


# The rest, as one group
# -----------------------------------------------------------------------------------------------


def test_the_other_groups_are_pooled():
    table = top_groups(by_outlet(), "outlet", 1)
    columns = ["n_sentences_hit", "n_sentences", "share", "n_documents", "n_groups"]
    # 0 of 2 and 1 of 1 sentences are 1 of 3 together; the share is not the mean of 0 and 1.
    assert of(table, "topic/rights", *columns) == [
        ("Post", 2, 4, 0.5, 1, 1),
        ("2 others", 1, 3, 1 / 3, 2, 2),
    ]
    assert table["share_of_all"][1] == pytest.approx(3 / 7)
    assert table["theme"].tolist() == CODEBOOK.themes["theme"].tolist() * 2


def test_a_single_other_group_is_not_pooled_and_the_largest_comes_first():
    table = top_groups(by_outlet(), "outlet", 2)
    assert table["outlet"].drop_duplicates().tolist() == ["Post", "News", UNSTATED]
    assert set(table["n_groups"]) == {1}


# Sums that always hold
# ------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["rights.", "poverty.", "must.", "states.", "rain."])
TEXTS = st.lists(
    st.tuples(st.sampled_from(["x", "y", "z", ""]), st.lists(WORDS, min_size=1, max_size=4)),
    min_size=1,
)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.integers(1, 4))
def test_shares_weighted_by_sentences_add_up_to_the_share_in_all_texts(texts, limit):
    table = pd.concat(
        [sentences(*words, doc_id=f"{at}") for at, (_, words) in enumerate(texts)],
        ignore_index=True,
    )
    documents = pd.DataFrame(
        {"doc_id": [f"{at}" for at in range(len(texts))], "outlet": [name for name, _ in texts]}
    )
    hits = find_hits(table, CODEBOOK)
    whole = theme_shares(table, hits, CODEBOOK).set_index("theme")
    by = group_shares(table, hits, CODEBOOK, documents, "outlet")
    time = shares_over_time(
        table, hits, CODEBOOK, documents.assign(t=[2000 + len(words) for _, words in texts]), "t"
    )
    for shares in (by, top_groups(by, "outlet", limit), time):
        weighted = (shares["share"].fillna(0) * shares["n_sentences"]).groupby(
            shares["theme"]
        ).sum() / len(table)
        assert weighted.reindex(whole.index).tolist() == pytest.approx(whole["share"].tolist())
        assert shares.groupby("theme")["n_more"].sum().abs().max() < 1e-9
        assert shares.groupby("theme")["n_documents"].sum().eq(len(texts)).all()
        assert shares["share_of_all"].tolist() == pytest.approx(
            shares["theme"].map(whole["share"]).tolist()
        )


# Which columns ------------------------------------------------------------------------------------
# --------------------


def texts(n=4, **columns):
    ids = [f"t{at}" for at in range(n)]
    return pd.DataFrame({"doc_id": ids, "title": ids, "language": ["en"] * n, **columns})


def uses(documents, *named):
    return list(column_uses(documents, *named).itertuples(index=False, name=None))


def test_columns_are_chosen_by_their_values():
    dates = pd.to_datetime(["2020-01-01"] * 4)
    columns = {
        "one": ["x"] * 4,
        "two": ["x", "y", "x", "y"],
        "own": ["p", "q", "r", ""],
        "age": [1, 2, 1, 2],
    }
    assert uses(texts(**columns, PubYear=[1990] * 4, date=dates)) == [
        ("two", "groups", "2 values"),
        ("date", "time", "dates"),
        ("one", "", "1 value; groups need a column of text with 2 to 60"),
        ("own", "", "a different value for every text"),
        ("age", "", "2 values; groups need a column of text with 2 to 60"),
        ("PubYear", "", "another column is named, or comes first"),
    ]
    assert uses(texts(PubYear=pd.array([1990, None, 1990, 1991], dtype="Int64"))) == [
        ("PubYear", "time", "years")
    ]
    assert uses(texts(year=[20240305, 19990101, 20240305, 1])) == [
        ("year", "", "3 values; groups need a column of text with 2 to 60")
    ]
    many = [f"v{at % 61}" for at in range(122)]
    assert uses(texts(122, many=many)) == [
        ("many", "", "61 values; groups need a column of text with 2 to 60")
    ]


def test_named_columns_are_used_and_no_others():
    documents = texts(session=[1971, 1972, 1973, 1974], two=["x", "y", "x", "y"], year=[1990] * 4)
    assert uses(documents, ("session", "language"), "session") == [
        ("session", "groups", "named in study.yaml"),
        ("language", "groups", "named in study.yaml"),
        ("session", "time", "named in study.yaml"),
        ("two", "", "another column is named, or comes first"),
        ("year", "", "another column is named, or comes first"),
    ]


def test_whole_numbers_that_are_no_years_do_not_date_texts():
    for numbers in ([1, 2, 3, 4], [20230131, 20230201] * 2, [2020, 2021, 2022, 2101]):
        with pytest.raises(
            InputError, match=r"neither a date nor a year in . cells? of the column 'x'"
        ):
            column_uses(texts(x=numbers), [], "x")
        assert uses(texts(year=numbers))[0][:2] == ("year", "")
    table = uses(texts(x=[1000, 2100, 1500, 1501]), [], "x")
    assert table == [("x", "time", "named in study.yaml")]


def test_years_beside_dates_are_a_fault():
    documents = texts(when=["2020", "2020-01-05", "2021", ""])
    with pytest.raises(InputError) as error:
        column_uses(documents, [], "when")
    (fault,) = error.value.faults
    assert fault.found == "only a year, beside dates in 2 cells of the column 'when'"
    assert (fault.n, fault.places) == (2, ("t0: '2020'", "t2: '2021'"))
    with pytest.raises(InputError, match="found the column 'when', which is blank"):
        column_uses(texts(when=[""] * 4), [], "when")


def test_dates_as_they_are_written_form_no_groups():
    days = pd.to_datetime(["2020-01-01", "2020-02-01"] * 2)
    written = ["2020-01", "2020-02"] * 2
    assert uses(texts(date=days, date_as_written=written)) == [
        ("date", "time", "dates"),
        ("date_as_written", "", "the dates of 'date' as they are written"),
    ]


def test_a_study_without_metadata_states_no_groups():
    table = column_uses(texts(1))
    assert table.empty
    assert (table.dtypes == "str").all()


def test_a_wrong_name_is_a_fault_with_the_nearest_one():
    documents = texts(outlet=["x", "y", "x", "y"], when=["May 2020"] * 4)
    with pytest.raises(InputError) as error:
        column_uses(documents, ["outlett", "sha256"], "when")
    assert [str(fault) for fault in error.value.faults] == [
        "study.yaml, groups: found 'outlett', which is not a metadata column; expected 'outlet'",
        "study.yaml, groups: found 'sha256', which is not a metadata column; expected one of 'language', 'outlet', 'when'",
        "study.yaml, time: found neither a date nor a year in 4 cells of the column 'when' "
        "(t0: 'May 2020'; t1: 'May 2020'; t2: 'May 2020'); expected dates (such as 2023-01-31, "
        "2023-01, 2023-01-31T12:33Z or 20230131), or years (from 1000 to 2100), or blank cells",
    ]
    with pytest.raises(
        InputError, match="found 'wen', which is not a metadata column; expected 'when'"
    ):
        column_uses(documents, [], "wen")


@given(st.lists(st.text(), unique=True))
def test_names_for_files_are_safe_and_differ(columns):
    names = list(export_names(columns).values())
    assert len({name.lower() for name in names} | {"section"}) == len(columns) + 1
    assert all(NAME.fullmatch(name) for name in names)


def test_names_for_files_are_short_however_long_or_many_the_columns_are():
    columns = [
        "x" * 30_000,
        "x" * 250,
        "X" * 250,
        *(chr(0x4E00 + n) for n in range(3000)),
        "../up",
        "a\nb",
    ]
    names = list(export_names(columns).values())
    assert len({name.lower() for name in names}) == len(columns)
    assert all(NAME.fullmatch(name) and len(name) <= 110 for name in names)


# The notebook -------------------------------------------------------------------------------------
# --------------------

RIGHTS = "name: R\nversion: 1\nthemes:\n  rights: {patterns: [right*, derechos, droits, حقوق, 权]}\n  law: {patterns: [law]}\n"
STUDIES = {
    "one sentence": (
        ["Rights matter."],
        "outlet,year\nPost,1990\n",
        "groups: [outlet]\ntime: year\n",
    ),
    "no hits": (
        ["None. Nor here."] * 3,
        "outlet,when\nPost,2020-03-01\nPost,\nNews,2021-01-01\n",
        "",
    ),
    "sixty groups": (
        ["Rights and law. Law."] * 130,
        "\n".join(["outlet", *(f"O {at % 60}" for at in range(130))]),
        "",
    ),
    "sixty groups that are named": (
        ["Rights and law. Law.", "Law."] * 65,
        "\n".join(["outlet", *(f"O {at % 60}" for at in range(130))]),
        "groups: [outlet]\nthemes: [law]\n",
    ),
    "one period": (
        ["Rights and law.", "Law. Law is law.", "Nothing."],
        "outlet,year\nPost,1990\nPost,1990\nNews,1990\n",
        "",
    ),
    "five languages": (
        ["Rights.", "Los derechos importan.", "Les droits.", "حقوق الإنسان مهمة.", "人权很重要。"],
        "language,المصدر,year\nen,Post,1990\nes,الشروق,1990\nfr,人民日报,\nar,الشروق,1992\nzh,<b>$x$</b>,1993\n",
        "groups: [language, المصدر]\n",
    ),
}
STUDIES["columns of odd names"] = (
    ["Rights.", "A law."],
    f"{'x' * 250},self,a/b,$x$\nPost,a,b,c\nNews,b,c,d\n",
    f"groups: [{'x' * 250}, self, a/b, $x$]\n",
)
STUDIES["values of 5,000 letters"] = (
    ["Rights.", "A law."],
    f"outlet\n{'word ' * 1000}\n{'x' * 5000}\n",
    "groups: [outlet]\n",
)
CHARTS = {
    "one sentence": ("by-outlet", "over-time"),
    "no hits": ("by-outlet", "over-time"),
    "sixty groups": ("by-outlet",),
    "sixty groups that are named": ("by-outlet",),
    "one period": ("by-outlet", "over-time"),
    "five languages": ("by-language", "by-column", "over-time"),
    "columns of odd names": (f"by-{'x' * MOST_LETTERS}", "by-self", "by-a-b", "by-x"),
    "values of 5,000 letters": ("by-outlet",),
}


@pytest.mark.parametrize("study", STUDIES)
def test_the_notebook_runs_on_studies_with_groups(study, tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBOOK_OUT")
    texts, metadata, said = STUDIES[study]
    head, *rows = metadata.splitlines()
    files = {f"t{at:03}.txt": text for at, text in enumerate(texts)} | {
        "codebook.yaml": RIGHTS,
        "study.yaml": said,
    }
    files["metadata.csv"] = "\n".join(
        [f"doc_id,{head}", *(f"t{at:03},{row}" for at, row in enumerate(rows))]
    )
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    shown = run_here("05-groups", monkeypatch, tmp_path, tmp_path / "out")
    by = [chart for chart in CHARTS[study] if chart != "over-time"]
    deviations = [chart.replace("by-", "deviation-") for chart in by]
    assert shown[-1].charts == (*by, *deviations, *CHARTS[study][len(by) :])
    tables = {path.name for path in (tmp_path / f"out/{tmp_path.name}/tables").iterdir()}
    expected = {f"shares-{chart}.csv" for chart in CHARTS[study]}
    assert tables == expected | ({"trends.csv"} if "over-time" in CHARTS[study] else set())


# -- speakers --------------------------------------------------------------------------------------


def test_speakers_form_groups_of_sentences():
    speakers = ["Ada", "Bo", "", "Ada"]
    spoken = pd.DataFrame(
        {"doc_id": ["a", "a", "b", "b"], "sent_id": [1, 2, 1, 2], "speaker": speakers}
    )
    hits = pd.DataFrame({"doc_id": ["a", "b"], "sent_id": [1, 1], "theme": "topic/rights"})
    documents = pd.DataFrame({"doc_id": ["a", "b"], "speaker": ["Cy", "Cy"]})
    table = group_shares(spoken, hits, CODEBOOK, documents, "speaker")
    rows = table.loc[
        table["theme"] == "topic/rights", ["speaker", "n_hits", "n_sentences", "n_documents"]
    ]
    assert rows.to_numpy().tolist() == [["Ada", 1, 2, 2], ["Bo", 0, 1, 1], [UNSTATED, 1, 1, 1]]
    without = spoken.drop(columns="speaker")  # then it is a metadata column
    table = group_shares(without, hits, CODEBOOK, documents, "speaker")
    assert table["speaker"].unique().tolist() == ["Cy"]
    assert name_groups(spoken, documents, "speaker").tolist() == ["Ada", "Bo", UNSTATED, "Ada"]
    assert name_groups(without, documents, "speaker").tolist() == ["Cy"] * 4


def test_speakers_are_a_column_of_groups():
    documents = pd.DataFrame({"doc_id": ["a"], "text": [""], "outlet": ["Post"]})
    spoken = pd.DataFrame({"doc_id": "a", "sent_id": [1, 2, 3], "speaker": ["Ada", "Bo", "Ada"]})
    table = column_uses(documents, sentences=spoken)
    assert ["speaker", "groups", "2 values"] in table.to_numpy().tolist()
    named = column_uses(documents, ["speaker"], sentences=spoken)
    assert named.to_numpy().tolist()[0] == ["speaker", "groups", "named in study.yaml"]
    with pytest.raises(InputError, match="groups: found 'speaker', which is not a metadata"):
        column_uses(documents, ["speaker"], sentences=spoken[["doc_id", "sent_id"]])
    with pytest.raises(InputError, match="time: found neither a date nor a year in 3 cells"):
        column_uses(documents, [], "speaker", spoken)


# -- parts of a single text ------------------------------------------------------------------------

ONE = sentences("Rights.", "Law.", "Rights and law.", sections=["", "Aims", "Aims"])
ONLY = pd.DataFrame({"doc_id": ["a"], "outlet": ["Post"]})


def test_the_sections_of_a_single_text_are_its_groups():
    assert column_uses(ONLY, sentences=ONE).to_numpy().tolist()[0] == [
        "section",
        "groups",
        "the sections of the only text",
    ]
    table = group_shares(ONE, find_hits(ONE, CODEBOOK), CODEBOOK, ONLY, "section")
    counts = ["n_sentences_hit", "n_sentences", "n_documents"]
    assert of(table, "topic/rights", *counts) == [(BEFORE_FIRST, 1, 1, 1), ("Aims", 1, 2, 1)]
    assert export_names(["section", "Section"]) == {
        "section": "section-of-text",
        "Section": "Section_",
    }


def test_a_text_without_sections_is_compared_by_its_paragraphs():
    plain = ONE.assign(section="", paragraph=[1, 2, 10])
    assert column_uses(ONLY, sentences=plain)["column"].tolist() == ["paragraph", "outlet"]
    table = group_shares(plain, find_hits(plain, CODEBOOK), CODEBOOK, ONLY, "paragraph")
    names = ["paragraph 1", "paragraph 2", "paragraph 10"]
    assert table["paragraph"].unique().tolist() == names
    whole = plain.assign(paragraph=1)
    assert "groups" not in column_uses(ONLY, sentences=whole)["use"].tolist()


def test_what_a_study_states_goes_before_the_parts_of_its_text():
    assert column_uses(ONLY, ["outlet"], sentences=ONE)["use"].tolist() == ["groups"]
    spoken = ONE.assign(speaker=["Ada", "Bo", "Ada"])
    assert column_uses(ONLY, sentences=spoken).iloc[0].tolist()[:2] == ["speaker", "groups"]
    two = pd.DataFrame({"doc_id": ["a", "b"]})
    assert column_uses(two, sentences=ONE).empty


# -- what study.yaml names -------------------------------------------------------------------------


def test_every_group_of_a_named_column_is_kept_and_named_themes_come_first(write):
    rows = "\n".join(f"t{at:02},P{at % 24:02},Q{at % 24:02}" for at in range(40))
    files = [part for at in range(40) for part in (f"t{at:02}.txt", "Rights. Law. Law.")]
    folder = write(
        *files,
        "codebook.yaml",
        RIGHTS,
        "metadata.csv",
        f"doc_id,paper,place\n{rows}\n",
        "study.yaml",
        "groups: [paper]\nthemes: [law]\n",
    )
    study = open_study(folder)
    assert study.largest_groups("paper")["paper"].nunique() == 24
    assert study.largest_groups("place")["place"].nunique() == 21  # twenty, and all others
    ranks = study.largest_groups("paper").groupby("theme")["theme_rank"].max()
    assert ranks.to_dict() == {"rights": 0, "law": 1}
