"""Texts become the table `sentences`: every sentence, with its offsets in the text.

`split` goes through the texts in batches. `text_buffer` joins the texts of a batch and finds their
paragraphs. `find_ends` finds the plain sentence ends and asks the library sentencex for the rest;
`boundaries` decides which of these to keep and adds what sentencex overlooks, with the regular
expressions of `boundary_patterns` and the words of `abbreviations`. Add an abbreviation under its
language in `abbreviations`; add a rule as a pattern in `boundary_patterns` and a condition in
`boundaries`, with example sentences in the tests.
"""
