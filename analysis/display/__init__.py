"""Finished tables become what is read in a notebook: as HTML there, as plain text elsewhere.

- `listing` lays out a table.
- `evidence` shows the sentences behind a number; `evidence_tables` finds them and their matches.
- `differing_sentences` shows what coders gave the sentences on which they differ.
- `findings` says what tables show in a few sentences: a folder with one file per notebook.
- `html` makes any text safe to show.
"""
