-- The ledger as it is now, kept as rows: to work it out for a subject that is much written about takes a second and more.
-- Worked out by sql/ledger/facts.sql, on upgrade for all facts and by every load for those that it concerns.

create table facts (
    subject_key varchar not null,
    subject varchar not null,
    subject_id varchar,
    metric varchar not null,
    base_unit varchar not null,
    change varchar,
    compared_key varchar,
    compared_with varchar,
    period_key varchar,
    period varchar,
    period_start date,
    period_end date,
    claims bigint not null,
    articles bigint not null,
    sources bigint not null,
    outlet_count bigint not null,
    outlets varchar[] not null,
    speakers varchar[] not null,
    first_said_at timestamptz,
    first_said_by varchar,
    first_outlet varchar,
    value double,
    latest_text varchar not null,
    low double,
    high double,
    status varchar not null,
    standing varchar,
    reason varchar,
    fact_id varchar not null,
    figure_sources bigint not null,
    implied bigint not null,
    last_said_at timestamptz
);
comment on table facts is 'The rows of ledger, where each column is described. Grain: fact_id.';
comment on column facts.subject_key is 'ledger.subject_key.';
comment on column facts.subject is 'ledger.subject.';
comment on column facts.subject_id is 'ledger.subject_id.';
comment on column facts.metric is 'ledger.metric.';
comment on column facts.base_unit is 'ledger.base_unit.';
comment on column facts.change is 'ledger.change.';
comment on column facts.compared_key is 'ledger.compared_key.';
comment on column facts.compared_with is 'ledger.compared_with.';
comment on column facts.period_key is 'ledger.period_key.';
comment on column facts.period is 'ledger.period.';
comment on column facts.period_start is 'ledger.period_start.';
comment on column facts.period_end is 'ledger.period_end.';
comment on column facts.claims is 'ledger.claims.';
comment on column facts.articles is 'ledger.articles.';
comment on column facts.sources is 'ledger.sources.';
comment on column facts.outlet_count is 'ledger.outlet_count.';
comment on column facts.outlets is 'ledger.outlets.';
comment on column facts.speakers is 'ledger.speakers.';
comment on column facts.first_said_at is 'ledger.first_said_at.';
comment on column facts.first_said_by is 'ledger.first_said_by.';
comment on column facts.first_outlet is 'ledger.first_outlet.';
comment on column facts.value is 'ledger.value.';
comment on column facts.latest_text is 'ledger.latest_text.';
comment on column facts.low is 'ledger.low.';
comment on column facts.high is 'ledger.high.';
comment on column facts.status is 'ledger.status.';
comment on column facts.standing is 'ledger.standing.';
comment on column facts.reason is 'ledger.reason.';
comment on column facts.fact_id is 'ledger.fact_id.';
comment on column facts.figure_sources is 'ledger.figure_sources.';
comment on column facts.implied is 'ledger.implied.';
comment on column facts.last_said_at is 'ledger.last_said_at.';
