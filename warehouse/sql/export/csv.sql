-- One row: how many rows of a table were written as CSV with a header.
copy (from query_table($table)) to $place (format csv, header);
