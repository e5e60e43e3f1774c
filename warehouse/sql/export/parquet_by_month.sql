-- One row: how many rows of a table were written as Parquet, a folder for each month of publication.
copy (
    select *, coalesce(strftime(published_at, '%Y-%m'), 'undated') as month
    from query_table($table)
) to $place (format parquet, compression zstd, partition_by (month));
