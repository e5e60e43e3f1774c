-- Grain: fact_id, claim_id. What is beneath the facts about one entity, in order of publication.
select
    fact_id,
    claim_id,
    article_id,
    text,
    base_value as value,
    if(isinf(low), null, low) as low,
    if(isinf(high), null, high) as high,
    any_value(dimension) filter (not is_implied) over (partition by subject_key, fact_id) as base_unit,
    bound,
    modality,
    attribution,
    outlet,
    source,
    published_at,
    copy_of,
    origin,
    is_implied,
    weighs,
    supports,
    replacement.claim_id as replaced_by
from ledger_claims_as_of($as_of, learned_by := $learned_by, about := $entity_id)
where subject_key = $entity_id and stands and ($metric is null or contains(metric_key, lower($metric)))
order by fact_id, published_at nulls last, article_id, start_pos, claim_id, is_implied;
