"""Codebooks of other programs: one file a format, each with `read` (a file into a `Draft`) and `write` (into a text).

Foreign entries are literal text plus the format's own wildcards. What cannot be mapped to the pattern language is
left out and noted; only a file that is not of its format at all is a fault.
"""
