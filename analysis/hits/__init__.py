"""Sentences and a codebook become the table `hits`: where each theme occurs, by which pattern.

`tokens` finds the words of the texts and their offsets. `pattern_set` compares the words of the
patterns with them. `search` finds every match of every pattern. `find` chooses the matches that
become hits. To extend the pattern language, change `to_regex` in `analysis.codebook.patterns`;
`search` uses it for every pattern that is more than words and spaces.
"""
