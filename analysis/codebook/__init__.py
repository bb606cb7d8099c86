"""Codebooks: from a file to a `Codebook`, and from a `Codebook` to a file of any format."""
