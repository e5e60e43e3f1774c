-- Articles that have no current version, or more than one, or an identifier that is not their content's. A text that
-- held half a surrogate pair is stored with U+FFFD in its place, so its identifier cannot be told.
with faults as (
    select
        'articles' as table_name,
        article_id as item,
        format('has {} current versions', count(*) filter (is_current)) as problem
    from articles
    group by article_id
    having count(*) filter (is_current) <> 1
    union all
    select 'articles', article_id, 'has a version ' || version || ' that was never seen'
    from articles anti join sightings using (article_id, version)
    union all
    select 'articles', article_id, 'has an id that is not that of ' || canonical_url
    from articles
    where article_id <> substring(sha256(canonical_url), 1, 16) and not contains(canonical_url, chr(65533))
    union all
    select 'articles', article_id, 'is not the text that version ' || version || ' was made of'
    from articles
    where
        version <> substring(sha256(title || chr(10) || text), 1, 16)
        and not contains(title || text, chr(65533))
)
select * from faults order by all;
