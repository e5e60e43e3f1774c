-- Vectors that cannot be compared.
with models as (
    select distinct model, revision, backend, dimension from embeddings
), faults as (
    select
        'embeddings' as table_name,
        string_agg(concat_ws(' ', model, revision, backend, dimension), ', ' order by model, revision, backend, dimension) as item,
        'vectors of more than one model are mixed, and only those of one can be compared: run chipwire reprocess' as problem
    from models
    having count(*) > 1
    union all
    select 'embeddings', article_id, format('has {} numbers where {} are due', len(vector), dimension)
    from embeddings
    where len(vector) <> dimension
)
select * from faults order by all;
