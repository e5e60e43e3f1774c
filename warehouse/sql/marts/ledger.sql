-- Grain: subject_key, metric, base_unit, change, compared_key, period_key. What is said of one fact, by how many, and
-- whether it agrees. Read by analysts and by entity_sheet.
create or replace view ledger as
with claimed as (
    select * from claim_intervals
), origins as (
    -- a copy counts for the article it copies, and two articles of one outlet are one source
    select
        claimed.*,
        coalesce(root.outlet, story_articles.duplicate_of, claimed.outlet, claimed.article_id) as origin
    from claimed
    left join story_articles using (article_id)
    left join articles as root
        on root.article_id = coalesce(story_articles.duplicate_of, claimed.article_id) and root.is_current
), weighed as (
    -- forecasts are weighed against each other only where nobody states the fact itself, hypotheses only without either
    select
        *,
        coalesce(
            firmness = min(firmness) over (
                partition by subject_key, metric_key, dimension, change, compared_key, period_key
            ),
            false
        ) as weighs,
        text || ' (' || concat_ws(', ', attribution, coalesce(outlet, source)) || ')' as saying
    from origins
), grouped as (
    select
        subject_key,
        metric_key,
        dimension,
        change,
        compared_key,
        period_key,
        min(subject) as subject,
        any_value(subject_id) as subject_id,
        min(reference) filter (compared_key is not null) as compared_with,
        min(period) as period,
        any_value(period_start) as period_start,
        any_value(period_end) as period_end,
        count(*) as claims,
        count(distinct article_id) as articles,
        count(distinct origin) as sources,
        coalesce(list_sort(list(distinct outlet) filter (outlet is not null)), []) as outlets,
        coalesce(list_sort(list(distinct attribution) filter (attribution is not null)), []) as speakers,
        first(
            {'said_at': published_at, 'said_by': attribution, 'outlet': coalesce(outlet, source)}
            order by published_at nulls last, article_id, start_pos, claim_id
        ) as earliest,
        last(text order by published_at nulls first, article_id, start_pos, claim_id) as latest_text,
        min(firmness) as firmness,
        count(distinct origin) filter (weighs) as figure_sources,
        max(low) filter (weighs) as greatest_low,
        min(high) filter (weighs) as least_high,
        min(low) filter (weighs) as least_low,
        max(high) filter (weighs) as greatest_high,
        case
            when count(distinct {'low': base_value, 'high': base_high}) filter (weighs) = 1
                then min(base_value) filter (weighs)
        end as value,
        first(saying order by low desc, saying) filter (weighs) as upper_saying,
        first(saying order by high, saying) filter (weighs) as lower_saying
    from weighed
    group by all
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
        latest_text,
        -- nine digits: the ends are set in from a half step by a billionth, so that 1 and 2 do not touch at 1.5
        printf('%.9g', nullif(if(greatest_low <= least_high, greatest_low, least_low), '-infinity'::double))::double
            as low,
        printf('%.9g', nullif(if(greatest_low <= least_high, least_high, greatest_high), 'infinity'::double))::double
            as high,
        case
            when greatest_low is null then 'no figure'
            when greatest_low > least_high then 'conflicting'
            when figure_sources > 1 then 'corroborated'
            else 'single'
        end as status,
        case firmness when 1 then 'asserted' when 2 then 'forecast' when 3 then 'hypothetical' end as standing,
        case
            when greatest_low > least_high then upper_saying || ' cannot hold with ' || lower_saying
        end as reason
    from grouped
)
select * from final;

comment on view ledger is 'What is said of one fact, by how many, and whether it agrees. A fact is a property of a subject for one period in one dimension; a move or a comparison is a fact of its own. Only asserted figures are weighed where there are any, else planned and expected ones, else hypothetical ones; denied claims are counted and never weighed. Status: single (one independent source gives a figure), corroborated (two or more do, and all their intervals can hold at once), conflicting (they cannot; also within one source), no figure (only magnitudes or denials). Grain: subject_key, metric, base_unit, change, compared_key, period_key.';
comment on column ledger.subject_key is 'subject_id, or subject in lower case where it is no entity.';
comment on column ledger.subject is 'What the fact is about.';
comment on column ledger.subject_id is 'The subject, as in entities; null where it is no entity.';
comment on column ledger.metric is 'Which property, in lower case.';
comment on column ledger.base_unit is 'The unit of value, low and high; rank for a place in an order.';
comment on column ledger.change is 'increase or decrease where the fact is a move or a comparison, else null.';
comment on column ledger.compared_key is 'For a ratio, a percentage or a change, what it is relative to: an entity_id, or words in lower case; else null.';
comment on column ledger.compared_with is 'The same as a name.';
comment on column ledger.period_key is 'The period as START/END, or its words where it is not dated; null where there is none.';
comment on column ledger.period is 'The period in the words of a text.';
comment on column ledger.period_start is 'First day of the period, null where it is not dated.';
comment on column ledger.period_end is 'Last day of the period, null where it is not dated.';
comment on column ledger.claims is 'How many claims there are.';
comment on column ledger.articles is 'How many articles make them.';
comment on column ledger.sources is 'How many independent sources make them: copies count for what they copy, and one outlet counts once.';
comment on column ledger.outlet_count is 'How many outlets carry them.';
comment on column ledger.outlets is 'The outlets, in order of name.';
comment on column ledger.speakers is 'Who is quoted, in order of name.';
comment on column ledger.first_said_at is 'When it was first published (UTC), null where no article has a date.';
comment on column ledger.first_said_by is 'Who said it then, null where the outlet itself did.';
comment on column ledger.first_outlet is 'Where it was said first: the outlet, else the source.';
comment on column ledger.value is 'The figure in base_unit where all weighed claims give the same one, else null.';
comment on column ledger.latest_text is 'The figure as the last published article puts it.';
comment on column ledger.low is 'The least value that all weighed claims allow; where they conflict, the least that any allows; null where that is open.';
comment on column ledger.high is 'The greatest value that all weighed claims allow; where they conflict, the greatest that any allows; null where that is open.';
comment on column ledger.status is 'single, corroborated, conflicting or no figure.';
comment on column ledger.standing is 'How firmly the weighed figures are said: asserted, forecast (planned or expected) or hypothetical; null without a figure.';
comment on column ledger.reason is 'Where they conflict: the two sayings that are farthest apart. Else null.';
