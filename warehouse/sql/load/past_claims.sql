-- Grain: claim_id. Claims of older versions: what stood in claims until now, and what arrives of a version that is no
-- longer the current one. Runs before claims are written. How they came to be past does not show in them.
create or replace temp table staged as
with superseded as (
    select article_id, version from articles semi join touched using (article_id)
    where not is_current
), arriving as (
    select arriving_claims.*, 1 as place from arriving_claims
    semi join arriving_documents using (article_id, version)
    semi join superseded using (article_id, version)
), standing as (
    select *, 2 as place from claims semi join superseded using (article_id, version)
    union all by name
    select *, 3 as place from past_claims semi join superseded using (article_id, version)
), chosen as (
    -- what was read last of a version takes the place of all that was read of it before
    select * from (
        select * from arriving
        union all by name
        select * from standing
    ) as every_claim
    qualify
        place = min(place) over (partition by article_id, version)
        and row_number() over (
            partition by claim_id
            order by place, confidence desc, subject, metric, sentence_start, to_json(every_claim)::varchar
        ) = 1
), final as (
    select chosen.* exclude (place) replace (
        articles.outlet as outlet,
        articles.source as source,
        articles.title as title,
        articles.url as url,
        articles.published_at as published_at,
        coalesce(subjects.entity_id, chosen.subject_read_as, chosen.subject_id) as subject_id,
        subjects.provisional_id as subject_read_as,
        coalesce(compared.entity_id, chosen.reference_read_as, chosen.reference_id) as reference_id,
        compared.provisional_id as reference_read_as
    )
    from chosen
    join articles on articles.article_id = chosen.article_id and articles.version = chosen.version
    left join merges as subjects on subjects.provisional_id = coalesce(chosen.subject_read_as, chosen.subject_id)
    left join merges as compared on compared.provisional_id = coalesce(chosen.reference_read_as, chosen.reference_id)
)
select * from final;
create or replace temp table fresh as
select * from staged
except
select * from past_claims semi join touched using (article_id);
create or replace temp table stale as
select claim_id from past_claims
semi join touched using (article_id)
anti join staged using (claim_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join past_claims using (claim_id)) as added,
    (select count(*) from fresh semi join past_claims using (claim_id)) as changed,
    (select count(*) from stale) as removed;
delete from past_claims using (
    select claim_id from fresh
    union
    select claim_id from stale
) as gone
where past_claims.claim_id = gone.claim_id;
insert into past_claims by name select * from fresh order by article_id, version, claim_id;
select * from counts;
