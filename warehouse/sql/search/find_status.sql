-- Grain: claim_id. The claims of facts that have this status, of some subjects or of all; comparisons that imply one too.
with meant as (
    select subject_key, fact_id
    from facts
    where
        status = $status
        and ($entity_ids::json is null or subject_key in (select unnest($entity_ids::json::varchar[])))
)
select claim_id from claim_facts semi join meant using (subject_key, fact_id) where is_current
union
select checks.claim_id
from checks
join meant on meant.subject_key = checks.subject_key and meant.fact_id = checks.level_fact_id
where checks.result = 'holds';
