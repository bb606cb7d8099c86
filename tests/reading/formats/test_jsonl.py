"""JSON lines: objects may have different keys, and the table has the keys of all."""

from table_samples import read_rows

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
