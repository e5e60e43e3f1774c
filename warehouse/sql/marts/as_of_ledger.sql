-- Grain: fact_id. The ledger as it stood at `moment` (null: now), as far as it had been learned by `learned_by`.
create or replace macro ledger_as_of(moment, learned_by := null, about := null, facts_table := 'claim_facts') as table
with grouped as (
    select
        subject_key,
        fact_id,
        any_value(metric_key) filter (not is_implied) as metric_key,
        any_value(dimension) filter (not is_implied) as dimension,
        any_value(change) filter (not is_implied) as change,
        any_value(compared_key) filter (not is_implied) as compared_key,
        any_value(period_key) filter (not is_implied) as period_key,
        min(subject) filter (stands and not is_implied) as subject,
        any_value(subject_id) as subject_id,
        min(reference) filter (stands and not is_implied and claims_as.compared_key is not null) as compared_with,
        min(period) filter (stands and not is_implied) as period,
        any_value(period_start) filter (not is_implied) as period_start,
        any_value(period_end) filter (not is_implied) as period_end,
        count(*) filter (stands) as claims,
        count(*) filter (stands and is_implied) as implied,
        count(distinct article_id) filter (stands) as articles,
        count(distinct origin) filter (stands) as sources,
        coalesce(list_sort(list(distinct outlet) filter (stands and outlet is not null)), []) as outlets,
        coalesce(list_sort(list(distinct attribution) filter (stands and attribution is not null)), []) as speakers,
        -- by one key: aggregates with an order of their own sort every group
        min_by(
            {'said_at': published_at, 'said_by': attribution, 'outlet': coalesce(outlet, source)},
            create_sort_key(published_at, 'asc nulls last', article_id, 'asc nulls last', start_pos, 'asc nulls last', claim_id, 'asc nulls last')
        ) filter (stands and not is_implied) as earliest,
        max_by(
            {'text': text, 'said_at': published_at},
            create_sort_key(published_at, 'asc nulls first', article_id, 'asc nulls last', start_pos, 'asc nulls last', claim_id, 'asc nulls last')
        ) filter (stands and not is_implied) as latest,
        min(firmness) filter (stands and not is_implied) as firmness,
        count(distinct origin) filter (weighs or supports) as figure_sources,
        max(low) filter (weighs) as greatest_low,
        min(high) filter (weighs) as least_high,
        min(low) filter (weighs) as least_low,
        max(high) filter (weighs) as greatest_high,
        case
            when
                min(base_value) filter (weighs) = max(base_value) filter (weighs)
                and coalesce(min(base_high) filter (weighs) = max(base_high) filter (weighs), true)
                and count(base_high) filter (weighs) in (0, count(*) filter (weighs))
                then min(base_value) filter (weighs)
        end as value,
        min_by(saying, create_sort_key(low, 'desc nulls last', saying, 'asc nulls last')) filter (weighs) as upper_saying,
        min_by(saying, create_sort_key(high, 'asc nulls last', saying, 'asc nulls last')) filter (weighs) as lower_saying,
        min_by(
            replacement.saying || ' replaces ' || saying,
            create_sort_key(said_at, 'desc nulls last', article_id, 'asc nulls last', start_pos, 'asc nulls last', claim_id, 'asc nulls last')
        ) filter (replacement is not null) as revision
    from ledger_claims_as_of(moment, learned_by := learned_by, about := about, facts_table := facts_table) as claims_as
    group by subject_key, fact_id
), final as (
    select
        subject_key,
        subject,
        subject_id,
        metric_key as metric,
        dimension as base_unit,
        change,
        compared_key,
        compared_with,
        period_key,
        period,
        period_start,
        period_end,
        claims,
        articles,
        sources,
        len(outlets) as outlet_count,
        outlets,
        speakers,
        earliest.said_at as first_said_at,
        earliest.said_by as first_said_by,
        earliest.outlet as first_outlet,
        case when greatest_low <= least_high then value end as value,
        latest.text as latest_text,
        -- nine digits: the ends are set in from a half step by a billionth, so that 1 and 2 do not touch at 1.5
        printf('%.9g', nullif(if(greatest_low <= least_high, greatest_low, least_low), '-infinity'::double))::double
            as low,
        printf('%.9g', nullif(if(greatest_low <= least_high, least_high, greatest_high), 'infinity'::double))::double
            as high,
        case
            when greatest_low is null then 'no figure'
            when greatest_low > least_high then 'conflicting'
            when revision is not null then 'revised'
            when figure_sources > 1 then 'corroborated'
            else 'single'
        end as status,
        case firmness when 1 then 'asserted' when 2 then 'forecast' when 3 then 'hypothetical' end as standing,
        case
            when greatest_low > least_high then upper_saying || ' cannot hold with ' || lower_saying
            when greatest_low is not null then revision
        end as reason,
        fact_id,
        figure_sources,
        implied,
        latest.said_at as last_said_at
    from grouped
    where claims > implied
)
select * from final;
comment on macro table ledger_as_of is 'The ledger as it stood at a moment: ledger_as_of(timestamptz ''2026-03-01''), columns as in ledger. What had been published by then counts, in the version that could be read then; learned_by := a moment leaves out what we had not fetched by then, about := a subject_key all but that subject.';
