"""Sentences and a codebook become the table `hits`: where each theme occurs, by which pattern.

`plain_texts` replaces the texts that cannot be searched as they are by their plain form, and knows
the way back. `tokens` finds the words of the texts and their offsets. `pattern_set` compares the
words of the patterns with them. `search` finds every match of every pattern; those of patterns with
several stars come from `stars`. `find` chooses the matches that become hits. To extend the pattern
language, change `parse` and `to_regex` in `analysis.codebook.patterns`; `search` uses `to_regex`
for every pattern that is more than words and spaces. The plain form is defined in
`analysis.codebook.plain_form`.
"""
