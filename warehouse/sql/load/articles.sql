-- Grain: article_id, version. Which of two readings of one version is kept does not depend on the order of loading: the
-- source that fetched it first keeps it, and a source's own later reading replaces its earlier one. The version that was
-- seen last is current. Versions that were first read from one fetch are readings of one page by different rules, and were
-- seen together; of them the one that arrives counts: a page that is read again, by better rules, says it better.
create or replace temp table staged as
with concerned as (
    select article_id from arriving_articles
    union
    -- Where the current version was seen again, nothing changes.
    select article_id from arriving_sightings
    anti join (select article_id, version from articles where is_current) as newest using (article_id, version)
), readings as (
    select *, true as is_arriving from arriving_articles
    union all by name
    select *, false as is_arriving from articles semi join concerned using (article_id)
), ordered as (
    select
        *,
        (article_id, version) in (select (article_id, version) from arriving_sightings) as arrives,
        bool_or(coalesce(is_current, false)) over (partition by article_id, version) as was_current,
        first_value(source) over first_seen as first_source,
        first_value(fetched_at) over first_seen as first_fetched_at,
        first_value(archive) over first_seen as first_archive
    from readings
    window first_seen as (
        partition by article_id, version
        order by fetched_at, source, url
        rows between unbounded preceding and unbounded following
    )
), chosen as (
    select * replace (first_fetched_at as fetched_at, first_archive as archive)
    from ordered
    qualify row_number() over (
        partition by article_id, version
        order by source = first_source desc, is_arriving desc, ordered.fetched_at desc, url, to_json(ordered)::varchar
    ) = 1
), seen as (
    select
        chosen.*,
        max(sightings.last_seen_at) over (partition by chosen.article_id, chosen.fetched_at) as seen_at
    from chosen
    join sightings on sightings.article_id = chosen.article_id and sightings.version = chosen.version
), final as (
    select
        -- In its place among the columns: below, rows are compared by position.
        * exclude (is_arriving, arrives, was_current, seen_at, first_source, first_fetched_at, first_archive) replace (
            row_number() over (
                partition by article_id
                order by
                    seen_at desc, fetched_at desc, arrives desc, was_current desc, modified_at desc nulls last, version desc
            ) = 1 as is_current,
            version_key(article_id, version) as version_key
        )
    from seen
)
select * from final;
create or replace temp table fresh as
select * from staged
except
select * from articles semi join staged using (article_id);
create or replace temp table stale as
select article_id, version from articles where false;
create or replace temp table counts as
select
    (select count(*) from fresh anti join articles using (article_id, version)) as added,
    (select count(*) from fresh semi join articles using (article_id, version)) as changed,
    0 as removed;
delete from articles using fresh
where articles.article_id = fresh.article_id and articles.version = fresh.version;
insert into articles by name select * from fresh order by published_at, article_id, version;

-- What the tables below may touch: articles of this batch, and of those the ones that were annotated in it.
create or replace temp table touched as
select distinct article_id from arriving_articles
union
select distinct article_id from arriving_documents;
create or replace temp table scope as
select article_id, version from arriving_documents
semi join (select article_id, version from articles where is_current) as newest using (article_id, version);
select * from counts;
