"""A study of any size becomes Parquet tables; as many rows as fit into memory are read back.

`run` makes tables in a `folder`, if its `record` allows it. `batches` reads the texts, `workers`
or a `cluster` make the batches, and `batch_tables` writes each with `counts` and `parquet`. Its
entry goes to the `journal`. `finish` sums up all batches, and `store` reads the tables back.
To add a table, name it in `PARTS` of `contents`, and make it in `make_batch` of `batch_tables`.
"""
