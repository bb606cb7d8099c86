"""Texts become `sentences`."""
