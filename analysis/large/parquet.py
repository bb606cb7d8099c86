"""Turn tables into Parquet files in memory, and back."""

import io
from collections.abc import Collection

import pandas as pd

from analysis.faults import InputError, missing
from analysis.tables import TEXT


def to_parquet(table: pd.DataFrame) -> bytes:
    """Write a table as a Parquet file, without its index.

    Columns of text become strings. The same table gives the same bytes.

    Raises:
        InputError: pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        found = "no pyarrow to write Parquet with"
        raise InputError([missing("workbook tables", found, "parquet")]) from None
    fields = []
    for name, dtype in table.dtypes.items():
        kind = pyarrow.string() if dtype == "str" else pyarrow.from_numpy_dtype(dtype)
        fields.append((name, kind))
    made = pyarrow.Table.from_pandas(table, pyarrow.schema(fields), preserve_index=False)
    plain = made.replace_schema_metadata(None)
    out = io.BytesIO()
    parquet.write_table(plain, out, compression="zstd")
    return out.getvalue()


def from_parquet(data: bytes, doc_ids: Collection[str] | None = None) -> pd.DataFrame:
    """Read a Parquet file; columns of text get the workbook's dtype for text.

    Args:
        data: the content of the file.
        doc_ids: the texts whose rows are read; None for all rows.
    """
    from pyarrow import parquet

    filters = None
    if doc_ids is not None:
        filters = [("doc_id", "in", list(doc_ids))]
    table = parquet.read_table(io.BytesIO(data), filters=filters).to_pandas()
    text_columns = [name for name, dtype in table.dtypes.items() if dtype == "str"]
    return table.astype(dict.fromkeys(text_columns, TEXT))
