-- One row: the digest of a table's content, whatever the order of its rows.
with hashed as (
    select md5(to_json(content)::varchar) as row_hash from query_table($name) as content
)
select sha256(coalesce(string_agg(row_hash, '' order by row_hash), '')) from hashed;
