"""A codebook file becomes a `Codebook`, and a `Codebook` becomes a file of any format.

- `read` finds and reads a codebook file, and joins several (`read_codebook`).
- `model` is the result: the tables `themes` and `patterns`, and what follows from them.
- `formats/` has one file per format; a new format goes there. Each reader fills a `draft` and puts
  what is wrong with the file into the draft's report; each writer goes through an `outline`.
- `patterns` is the pattern language: what `poverty alleviat*` means.
- `convert` writes a codebook in another format and lists what is lost.
"""
