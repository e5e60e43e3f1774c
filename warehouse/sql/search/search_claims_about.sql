-- Grain: claim_id. Claims that fit a question about entities, the last published first; a page of them.
-- The entities are joined and not compared one by one: only so are they looked up in what DuckDB knows of its row groups.
with matched as (
    select rowid as key, claim_id, published_at, coalesce(subject_id, lower(subject)) as subject_key, metric, base_unit, base_value, base_high
    from claims
    where subject_id in (select unnest($entity_ids::varchar[])) and
    ($metric::varchar is null or contains(lower(metric), lower($metric)))
    and ($speaker::varchar is null or contains(lower(attribution), lower($speaker)))
    and ($outlet::varchar is null or contains(lower(outlet), lower($outlet)))
    and ($modality::varchar is null or modality = $modality)
    and ($since::timestamptz is null or published_at >= $since)
    and ($until::timestamptz is null or published_at < $until)
    and ($article_ids::varchar[] is null or article_id in (select unnest($article_ids::varchar[])))
    and ($claim_ids::varchar[] is null or claim_id in (select unnest($claim_ids::varchar[])))
    union all
    select rowid as key, claim_id, published_at, coalesce(subject_id, lower(subject)) as subject_key, metric, base_unit, base_value, base_high
    from claims
    where
        reference_id in (select unnest($entity_ids::varchar[]))
        and not coalesce(list_contains($entity_ids::varchar[], subject_id), false) and
    ($metric::varchar is null or contains(lower(metric), lower($metric)))
    and ($speaker::varchar is null or contains(lower(attribution), lower($speaker)))
    and ($outlet::varchar is null or contains(lower(outlet), lower($outlet)))
    and ($modality::varchar is null or modality = $modality)
    and ($since::timestamptz is null or published_at >= $since)
    and ($until::timestamptz is null or published_at < $until)
    and ($article_ids::varchar[] is null or article_id in (select unnest($article_ids::varchar[])))
    and ($claim_ids::varchar[] is null or claim_id in (select unnest($claim_ids::varchar[])))
), asked as (
    select unnest($conditions::struct(place integer, unit varchar, least double, most double, metric varchar)[], recursive := true)
), met as (
    select matched.key, matched.claim_id, matched.published_at, matched.subject_key, asked.place
    from matched
    join asked on
        asked.unit = matched.base_unit
        and matched.base_value <= asked.most
        and coalesce(matched.base_high, matched.base_value) >= asked.least
        and contains(lower(matched.metric), lower(asked.metric))
), meeting as (
    select subject_key from met group by subject_key having count(distinct place) = len($conditions)
), fitting as (
    select key, claim_id, published_at from matched where len($conditions) = 0
    union all
    select distinct key, claim_id, published_at from met semi join meeting using (subject_key)
), chosen as (
    select key
    from fitting
    where
        $last_id::varchar is null
        or coalesce(published_at, '-infinity'::timestamptz) < $last_at::timestamptz
        or coalesce(published_at, '-infinity'::timestamptz) = $last_at::timestamptz and claim_id > $last_id
    order by coalesce(published_at, '-infinity'::timestamptz) desc, claim_id
    limit $count
)
select
    claims.* exclude (subject_read_as, reference_read_as),
    if(list_contains($entity_ids, subject_id), 'subject', 'reference') as role
from claims
join chosen on claims.rowid = chosen.key
order by coalesce(published_at, '-infinity'::timestamptz) desc, claim_id;
