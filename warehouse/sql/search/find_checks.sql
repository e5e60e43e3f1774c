-- Grain: claim_id. Comparisons that are about an entity, or with one, and what the levels say of them.
select
    checks.* exclude (implied_low, implied_high) replace (
        if(isinf(said_high), null, said_high) as said_high, if(isinf(expected_high), null, expected_high) as expected_high
    ),
    claims.sentence,
    claims.outlet,
    claims.published_at
from checks
join claims using (claim_id)
where
    (checks.subject_key = $entity_id or checks.compared_key = $entity_id)
    and ($metric is null or contains(checks.metric_key, lower($metric)))
order by checks.metric_key, checks.result, claims.published_at nulls last, claim_id;
