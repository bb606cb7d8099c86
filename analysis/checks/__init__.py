"""Judge texts and codebook against each other: what no reader of a single file can see.

A check is one small function: it takes the tables of a study (`Inputs`) and yields what it finds
(`Finding`). Each subject has a file of its own. `all_checks` lists every check, and `report` makes
findings of the faults that the readers reported.
"""
