-- Claims that the ledger does not count, and facts of claims that are gone or are about something else.
with every_claim as (
    select claim_id, article_id, version, coalesce(subject_id, lower(subject)) as subject_key, true as is_current from claims
    union all
    select claim_id, article_id, version, coalesce(subject_id, lower(subject)), false from past_claims
), faults as (
    select 'claims' as table_name, claim_id as item, 'is not in the ledger' as problem
    from every_claim anti join claim_facts using (claim_id)
    union all
    select 'claim_facts', claim_id, 'is of no claim' from claim_facts anti join every_claim using (claim_id)
    union all
    select 'claim_facts', claim_id, 'is about ' || claim_facts.subject_key || ' where the claim is about ' || every_claim.subject_key
    from claim_facts join every_claim using (claim_id)
    where claim_facts.subject_key <> every_claim.subject_key or claim_facts.is_current <> every_claim.is_current
    union all
    select 'past_claims', claim_id, 'is of no older version of an article'
    from past_claims
    where (article_id, version) not in (select (article_id, version) from articles where not is_current)
    union all
    select 'checks', claim_id, 'is of no claim' from checks anti join claims using (claim_id)
)
select distinct table_name, item, problem from faults order by all;
