"""Projects of other programs become files of a study, and a study becomes such a project.

- `model` is what all of these formats come down to: users, codes, texts and selections of text.
- `formats` names the formats that are read, one module each: `qdpx` (REFI-QDA, with `qde`, its
  XML), `label_studio`, `doccano`, `inception` and `span_table`.
- `positions` finds out how a program counts characters, and turns its positions into offsets.
- `code_themes` matches codes with the themes of a codebook.
- `covered` says which sentences a span covers.
- `into_study` plans which files a project becomes; `analysis.output.exchange` writes them.
- `from_study` makes a project of a study; `qde_writer` writes its XML.
- `read_spans` reads `codings/spans.csv`.
"""
