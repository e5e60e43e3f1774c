-- Grain: claim_id. Only of current versions; the article's own columns are repeated on the row.
create or replace temp table staged as
with arriving as (
    select * from arriving_claims semi join scope using (article_id, version)
    qualify row_number() over (
        partition by claim_id
        order by confidence desc, subject, metric, sentence_start, to_json(arriving_claims)::varchar
    ) = 1
), restated as (
    -- claims of an article that came again without its document: its headline or its date may have changed
    select claims.* from claims
    semi join touched using (article_id)
    anti join scope using (article_id)
), final as (
    select every_claim.* replace (
        articles.outlet as outlet,
        articles.source as source,
        articles.title as title,
        articles.url as url,
        articles.published_at as published_at
    )
    from (
        select * from arriving
        union all
        select * from restated
    ) as every_claim
    join articles on
        articles.article_id = every_claim.article_id
        and articles.version = every_claim.version
        and articles.is_current
)
select * from final;
create or replace temp table fresh as
select * from staged
except
select * from claims semi join touched using (article_id);
create or replace temp table stale as
select claim_id from claims
semi join touched using (article_id)
anti join staged using (claim_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join claims using (claim_id)) as added,
    (select count(*) from fresh semi join claims using (claim_id)) as changed,
    (select count(*) from stale) as removed;
delete from claims using (
    select claim_id from fresh
    union
    select claim_id from stale
) as gone
where claims.claim_id = gone.claim_id;
insert into claims by name select * from fresh order by subject_id, metric, published_at, claim_id;
select * from counts;
