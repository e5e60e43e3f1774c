-- Grain: fact_id. Facts that are levels (no move, no comparison), as one interval each, out of a table like claim_facts.
create or replace macro levels_of(facts_table) as table
with grouped as (
    select
        subject_key,
        fact_id,
        metric_key,
        dimension,
        period_key,
        firmness,
        any_value(kind) as kind,
        min(subject) as subject,
        max(published_at) as latest_at,
        -- by one key: an aggregate with an order of its own sorts every group
        min_by(
            text,
            create_sort_key(published_at, 'asc nulls last', article_id, 'asc nulls last', start_pos, 'asc nulls last', claim_id, 'asc nulls last')
        ) as text,
        list(claim_id order by claim_id) as claim_ids,
        median((base_value + coalesce(base_high, base_value)) / 2) as value,
        max(low) as greatest_low,
        min(high) as least_high,
        min(low) as least_low,
        max(high) as greatest_high
    from query_table(facts_table)
    where
        is_current
        and firmness <= 2
        and change is null
        and compared_key is null
        and dimension not in ('x', 'rank')
    group by subject_key, fact_id, metric_key, dimension, period_key, firmness
), final as (
    select
        subject_key,
        subject,
        metric_key,
        dimension,
        period_key,
        fact_id,
        kind,
        firmness,
        text,
        value,
        if(greatest_low <= least_high, greatest_low, least_low) as low,
        if(greatest_low <= least_high, least_high, greatest_high) as high,
        greatest_low <= least_high as agrees,
        latest_at,
        claim_ids
    from grouped
    qualify row_number() over (partition by subject_key, fact_id order by firmness) = 1
)
select * from final;
comment on macro table levels_of is 'levels, out of a table that has the columns of claim_facts: levels_of(''claim_facts'').';
create or replace view levels as
select * from levels_of('claim_facts');

comment on view levels is 'Every level in the ledger as one interval: what all its firmest claims allow, or where they conflict all that any of them allows. Moves and comparisons are left out. Grain: fact_id.';
comment on column levels.subject_key is 'As in ledger.';
comment on column levels.subject is 'As in ledger.';
comment on column levels.metric_key is 'The metric, in lower case.';
comment on column levels.dimension is 'The unit of value, low and high.';
comment on column levels.period_key is 'As in ledger.';
comment on column levels.fact_id is 'As in ledger.';
comment on column levels.kind is 'claims.kind.';
comment on column levels.firmness is '1 where it is asserted, 2 where it is a plan or a forecast.';
comment on column levels.text is 'The figure in the words of the first who gave it.';
comment on column levels.value is 'The median of the figures that are given.';
comment on column levels.low is 'The least value; -infinity where it is open.';
comment on column levels.high is 'The greatest value; infinity where it is open.';
comment on column levels.agrees is 'Whether all the claims can hold at once.';
comment on column levels.latest_at is 'When it was last published (UTC).';
comment on column levels.claim_ids is 'The claims that give it, as in claims.';
