"""Codebooks: a file is read into a `Codebook`, and a `Codebook` is written in any of the formats."""
