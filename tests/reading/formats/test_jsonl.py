"""JSON lines: objects may have different keys, and the table has the keys of all."""

from table_samples import faults_of, read_rows

from analysis import read_documents


def test_json_lines_give_the_keys_of_all_objects(write):
    data = '{"text": "One.", "n": 2.50, "id": "007"}\n\n{"text": "Two.", "ok": true, "tags": ["a", 1], "id": null}'
    one = {"text": "One.", "n": "2.50", "id": "007"}
    assert read_rows(data, ".jsonl") == (
        {1: one, 3: {"text": "Two.", "ok": "true", "tags": '["a", 1]', "id": ""}},
        [],
    )
    documents = read_documents(write("a.jsonl", data))
    assert documents[["text", "n", "id", "ok", "tags"]].to_numpy().tolist() == [
        ["One.", "2.50", "007", "", ""],
        ["Two.", "", "", "true", '["a", 1]'],
    ]


def test_a_line_longer_than_any_text_is_refused():
    line = '{"text": "' + "word " * 2_100_000 + '"}\n'
    assert faults_of(line, ".jsonl") == [
        "a.jsonl, line 1: found a cell of more than 10,000,000 characters; "
        "expected one text per row, or a file of its own for such a text"
    ]


def test_a_line_that_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr("analysis.reading.formats.jsonl.LONGEST_LINE", 30)
    assert faults_of('{"text": "One."}\n{"text": "' + "word " * 9 + '"}\n', ".jsonl") == [
        "a.jsonl, line 2: found a line that is not a JSON object (it has more than 30 characters); "
        "expected one object per line"
    ]


def test_objects_with_a_key_each_are_too_many_columns():
    lines = [f'{{"text": "One.", "key{number}": 1}}' for number in range(5_000)]
    assert faults_of("\n".join(lines), ".jsonl") == [
        "a.jsonl, line 5000: found 5,001 columns; expected at most 5,000: delete those that are not needed"
    ]


def test_objects_that_share_hardly_a_key_are_refused(monkeypatch):
    monkeypatch.setattr("analysis.reading.table_files.MOST_ADDED", 1000)
    lines = [f'{{"text": "One.", "key{number}": 1}}' for number in range(100)]
    (said,) = faults_of("\n".join(lines), ".jsonl")
    assert "columns with hardly a cell filled" in said
