-- One row: how many rows of a table were written as JSON Lines.
copy (from query_table($table)) to $place (format json, array false);
