-- Rows that are there twice, in the tables without a primary key.
with faults as (
    select 'mentions' as table_name, article_id || ' ' || start_pos as item, 'is there ' || count(*) || ' times' as problem
    from mentions
    group by article_id, version, start_pos, end_pos, label
    having count(*) > 1
    union all
    select 'quantities', article_id || ' ' || start_pos, 'is there ' || count(*) || ' times'
    from quantities
    group by article_id, version, start_pos, end_pos, kind
    having count(*) > 1
)
select * from faults order by all;
