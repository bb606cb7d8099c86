"""Turn tables into Parquet files in memory, and back."""

import io
from collections.abc import Collection

import pandas as pd

from analysis.faults import Fault, InputError, missing
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
    # With the checksums, other programs can notice damage, too.
    parquet.write_table(plain, out, compression="zstd", write_page_checksum=True)
    return out.getvalue()


def from_parquet(data: bytes, file: str, doc_ids: Collection[str] | None = None) -> pd.DataFrame:
    """Read a Parquet file; columns of text get the workbook's dtype for text.

    Args:
        data: the content of the file.
        file: what messages call it.
        doc_ids: the texts whose rows are read; None for all rows.

    Raises:
        InputError: the file is no Parquet file, or it is damaged.
    """
    from pyarrow import parquet

    filters = None
    if doc_ids is not None:
        filters = [("doc_id", "in", list(doc_ids))]
    try:
        table = parquet.read_table(
            io.BytesIO(data), filters=filters, page_checksum_verification=True
        ).to_pandas()
    except Exception as error:  # pyarrow raises its own kinds, and others, on damaged files
        first = str(error).partition("\n")[0]
        found = f"a Parquet file that cannot be read ({first})"
        raise InputError([Fault(file, found, "the file as it was written")]) from None
    text_columns = [name for name, dtype in table.dtypes.items() if dtype == "str"]
    return table.astype(dict.fromkeys(text_columns, TEXT))
