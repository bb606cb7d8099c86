"""Sentences and a codebook become `hits`.

- `tokens`: every word of the texts, with its offsets.
- `pattern_set`: the patterns, and which words their words mean.
- `search`: every match of every pattern.
- `find`: which matches are the hits of a theme.
"""
