-- Claims whose id is not that of their place, and claims that no longer say what their article says of itself.
with faults as (
    select 'claims' as table_name, claim_id as item, 'has an id that is not that of its place' as problem
    from claims
    where claim_id <> substring(sha256(concat_ws('|', article_id, version, start_pos, end_pos, kind)), 1, 16)
    union all
    select 'claims', claim_id, 'has another outlet, source, title, address or date than its article'
    from claims join articles using (article_id, version)
    where
        claims.outlet is distinct from articles.outlet
        or claims.source is distinct from articles.source
        or claims.title is distinct from articles.title
        or claims.url is distinct from articles.url
        or claims.published_at is distinct from articles.published_at
)
select * from faults order by all;
