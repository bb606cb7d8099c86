"""Findings: what the tables show, in the sentences at the top of each notebook.

There is one file per notebook. Each function takes finished tables and returns plain English, one
finding per line; long lines are wrapped. A finding states only what the tables count. If there is
nothing to report, it says so.
"""
