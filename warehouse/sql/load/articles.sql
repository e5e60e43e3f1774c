-- Grain: article_id, version. Which of two readings of one version is kept does not depend on the order of loading: the
-- source that fetched it first keeps it, and a source's own later reading replaces its earlier one. Of two versions that
-- were read from one fetch, the one that arrives counts: a page that is read again, by better rules, says it better.
create or replace temp table staged as
with readings as (
    select *, true as is_arriving from arriving_articles
    union all by name
    select *, false as is_arriving from articles semi join arriving_articles using (article_id)
), ordered as (
    select
        *,
        bool_or(is_arriving) over (partition by article_id, version) as arrives,
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
), final as (
    select
        -- In its place among the columns: below, rows are compared by position.
        * exclude (is_arriving, arrives, first_source, first_fetched_at, first_archive) replace (
            row_number() over (
                partition by article_id
                order by fetched_at desc, arrives desc, modified_at desc nulls last, version desc
            ) = 1 as is_current
        )
    from chosen
)
select * from final;
create or replace temp table fresh as
select * from staged
except
select * from articles;
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
