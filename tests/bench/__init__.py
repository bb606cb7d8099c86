"""`make bench`: the package and its peers on the same texts, in one run. See `run.py`."""
