"""Sentences and a codebook become `hits`."""
