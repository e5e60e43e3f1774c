-- Keys that point nowhere, in any table.
with current_articles as (
    select article_id, version from articles where is_current
), pointers as (
    select 'mentions' as table_name, article_id as item, 'is of no current article' as problem
    from mentions anti join current_articles using (article_id, version)
    union all
    select 'quantities', article_id, 'is of no current article'
    from quantities anti join current_articles using (article_id, version)
    union all
    select 'claims', claim_id, 'is of no current article'
    from claims anti join current_articles using (article_id, version)
    union all
    select 'claims', claim_id, 'has no quantity at its place'
    from claims anti join quantities using (article_id, version, start_pos, end_pos, kind)
    union all
    select 'embeddings', article_id, 'is of no current article'
    from embeddings anti join current_articles using (article_id, version)
    union all
    select 'search_articles', article_id, 'is of no current article'
    from search_articles anti join current_articles using (article_id, version)
    union all
    select 'articles', article_id, 'cannot be found by full-text search'
    from current_articles anti join search_articles using (article_id, version)
    union all
    select 'sightings', article_id, 'is of no version of an article'
    from sightings anti join articles using (article_id, version)
    union all
    select 'mentions', article_id, 'names ' || entity_id || ', which is no entity'
    from mentions anti join entities using (entity_id)
    union all
    select 'claims', claim_id, 'is about ' || subject_id || ', which is no entity'
    from claims where subject_id is not null and subject_id not in (select entity_id from entities)
    union all
    select 'claims', claim_id, 'compares with ' || reference_id || ', which is no entity'
    from claims where reference_id is not null and reference_id not in (select entity_id from entities)
    union all
    select 'merges', provisional_id, 'stands for ' || entity_id || ', which is no entity'
    from merges anti join entities using (entity_id)
    union all
    select 'fetches', run_id || ' ' || source, 'is of no run' from fetches anti join runs using (run_id)
    union all
    select 'fetches', run_id || ' ' || source, 'is of no source' from fetches anti join sources using (source)
    union all
    select 'pages', address, 'is of no source' from pages anti join sources using (source)
)
select distinct table_name, item, problem from pointers order by all;
