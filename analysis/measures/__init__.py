"""Sentences, hits and a codebook become tables of numbers: one file per measure.

A measure is a function of tables that returns a new table, and changes none that it is given. Most
begin with `carried`, which finds the themes that each sentence carries (its own and the headings
above them), and end with `with_families` of `families`, which adds what charts need.

To add a measure:

1. Describe the columns of its table in `analysis.tables`.
2. Write the function in a file of its own here; `sections` is the shortest example.
3. Give it a method in `analysis.study.Study`, which is what notebooks call.
4. Work out a small result by hand in `tests/measures/`, with the texts of `tests/tiny.py`.
"""
