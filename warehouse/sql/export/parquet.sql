-- One row: how many rows of a table were written as one Parquet file.
copy (from query_table($table)) to $place (format parquet, compression zstd);
