"""The files of a study become `documents`: one row per text, with its metadata.

- `documents` finds the files of a study, reads each and makes the table (`read_documents`).
- `formats/` has one file per format; a new format goes there.
- `metadata` adds what `metadata.csv` and other sources state; `settings` reads `study.yaml`.
- `layout_writer` writes what a format marks as headings, lists and tables as plain text, and
  `layout` finds headings, paragraphs and list items in it again. `headings` judges single lines,
  and `turns` finds who speaks in a transcript.
- Shared by the formats: `encodings` decodes bytes, `table_files` reads rows of tables, `xml` and
  `zip_files` open files that could do harm.
"""
