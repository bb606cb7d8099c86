"""A study of any size becomes Parquet tables, and they are read back as far as they fit."""
