"""Charts, tables and notebooks become files in the folder of a study's exports.

`new_study` starts a study. `runs` runs notebooks, which `notebooks` reads and `kernels` executes.
Each notebook calls `exports`; `sources` records what the exports are made from, and `folder` writes
them without overwriting the user's files. `history` keeps the tables of each run, `past_runs` reads
them again, `comparison` says what changed since then, and `lab` opens JupyterLab. To add a kind of
file, make it in `_make_files` of `exports`, and list it in `_list_files` there.
"""

# Seconds that a notebook may run, by default. It is here so that the command line can name it
# without importing Jupyter.
TIME_LIMIT = 3600
