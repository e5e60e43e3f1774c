-- Grain: claim_id. Read by analysts.
create or replace view revisions as
select
    replacement.claim_id as claim_id,
    claim_id as replaced_claim_id,
    replacement.how as how,
    fact_id,
    article_id,
    subject_key,
    subject,
    metric_key as metric,
    period_key,
    replacement.saying as says_now,
    saying as said_before,
    known_from as said_before_at
from ledger_claims_as_of(null::timestamptz)
where replacement is not null;

comment on view revisions is 'Figures that have been replaced by one that cannot hold with them, each with the claim that took its place: in a newer version of the article, or later by the same speaker for the same period. A figure for another period is no revision but one more of a series. Grain: replaced_claim_id.';
comment on column revisions.claim_id is 'The claim that holds now, as in claims.';
comment on column revisions.replaced_claim_id is 'The claim that it replaced, as in claims; as in past_claims where how is article.';
comment on column revisions.how is 'article: a newer version of the article has another figure; speaker: the same speaker gave another one later.';
comment on column revisions.fact_id is 'The fact, as in ledger.';
comment on column revisions.article_id is 'The article of the replaced claim.';
comment on column revisions.subject_key is 'As in ledger.';
comment on column revisions.subject is 'As in ledger.';
comment on column revisions.metric is 'As in ledger.';
comment on column revisions.period_key is 'As in ledger.';
comment on column revisions.says_now is 'The new figure, with speaker and outlet.';
comment on column revisions.said_before is 'The old figure, with speaker and outlet.';
comment on column revisions.said_before_at is 'From when the old one could be read (UTC).';
