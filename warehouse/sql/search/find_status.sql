-- Grain: claim_id. The claims of facts that have this status, of some subjects or of all.
select ledger_claims.claim_id
from ledger_claims
join ledger using (fact_id)
where
    ledger.status = $status
    and ($entity_ids::varchar[] is null or ledger.subject_key in (select unnest($entity_ids::varchar[])));
