"""A study of any size becomes Parquet tables."""
