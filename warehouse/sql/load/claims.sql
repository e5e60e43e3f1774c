-- Grain: claim_id. Only of current versions; the article's own columns are repeated on the row. A provisional id that has
-- been merged gives way to the entity that it stands for.
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
        articles.published_at as published_at,
        coalesce(subjects.entity_id, every_claim.subject_read_as, every_claim.subject_id) as subject_id,
        subjects.provisional_id as subject_read_as,
        coalesce(compared.entity_id, every_claim.reference_read_as, every_claim.reference_id) as reference_id,
        compared.provisional_id as reference_read_as
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
    left join merges as subjects
        on subjects.provisional_id = coalesce(every_claim.subject_read_as, every_claim.subject_id)
    left join merges as compared
        on compared.provisional_id = coalesce(every_claim.reference_read_as, every_claim.reference_id)
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
