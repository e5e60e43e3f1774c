-- Grain: fact_id, claim_id. Read by the ledger of an entity.
create or replace view ledger_claims as
select
    fact_id,
    claim_id,
    article_id,
    subject_key,
    any_value(metric_key) filter (not is_implied) over (partition by subject_key, fact_id) as metric,
    text,
    base_value as value,
    low,
    high,
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
from ledger_claims_as_of(null::timestamptz)
where stands;

comment on view ledger_claims is 'What is beneath each row of the ledger: every saying of the fact, and how it counts. Grain: fact_id, claim_id.';
comment on column ledger_claims.fact_id is 'The fact, as in ledger.';
comment on column ledger_claims.claim_id is 'The claim, as in claims.';
comment on column ledger_claims.article_id is 'The article, as in articles.';
comment on column ledger_claims.subject_key is 'As in ledger.';
comment on column ledger_claims.metric is 'As in ledger.';
comment on column ledger_claims.text is 'The figure in the words of the text; for a comparison with what it is compared with.';
comment on column ledger_claims.value is 'The figure in base_unit; null for a comparison.';
comment on column ledger_claims.low is 'The least value that it allows; -infinity where it is open.';
comment on column ledger_claims.high is 'The greatest value that it allows; infinity where it is open.';
comment on column ledger_claims.base_unit is 'The unit of value, low and high.';
comment on column ledger_claims.bound is 'claims.bound.';
comment on column ledger_claims.modality is 'claims.modality.';
comment on column ledger_claims.attribution is 'Who says so, null where the outlet itself does.';
comment on column ledger_claims.outlet is 'Where it is said.';
comment on column ledger_claims.source is 'claims.source.';
comment on column ledger_claims.published_at is 'When it was published (UTC).';
comment on column ledger_claims.copy_of is 'The article that its article is a copy of, else null.';
comment on column ledger_claims.origin is 'Who counts as the source: the named speaker, else the outlet of the original.';
comment on column ledger_claims.is_implied is 'Whether it is a comparison that implies the figure (checks) and does not give it.';
comment on column ledger_claims.weighs is 'Whether its interval decides on value, low, high and status.';
comment on column ledger_claims.supports is 'Whether it is a comparison that counts as a source of the figure.';
comment on column ledger_claims.replaced_by is 'The claim that has replaced it, where its speaker has revised the figure; else null.';
