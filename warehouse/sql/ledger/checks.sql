-- Grain: claim_id. Comparisons that are about a subject in `stirred`, or with one, checked against the levels in the
-- ledger: multiples ("six times the H20") against two levels, shares ("25 % of $10 billion") against an amount.
create or replace temp table comparisons as
select
    claim_id,
    article_id,
    subject_key,
    subject,
    metric_key,
    compared_key,
    reference,
    text,
    -- what the levels say of it rests on these alone: what many articles repeat is worked out once
    create_sort_key(
        subject_key, 'asc nulls last', metric_key, 'asc nulls last', compared_key, 'asc nulls last',
        period_key, 'asc nulls last', dimension, 'asc nulls last', change, 'asc nulls last', base_value, 'asc nulls last',
        base_high, 'asc nulls last', low, 'asc nulls last', high, 'asc nulls last'
    ) as question,
    period_key,
    dimension,
    change,
    base_value,
    base_high,
    low,
    high
from claim_facts
where
    is_current
    and firmness <= 2
    and dimension in ('x', '%')
    and kind in ('ratio', 'percent')
    and base_value > 0
    and (subject_key in (from stirred) or compared_key in (from stirred));
create or replace temp table questions as
select
    question,
    any_value(subject_key) as subject_key,
    any_value(metric_key) as metric_key,
    any_value(compared_key) as compared_key,
    any_value(period_key) as period_key,
    any_value(dimension) as dimension,
    any_value(change) as change,
    any_value(base_value) as base_value,
    any_value(base_high) as base_high,
    any_value(low) as low,
    any_value(high) as high,
    if(any_value(dimension) = '%', 0.01, 1.0) as unit_size,
    starts_with(any_value(subject_key), 'chip:') as is_chip
from comparisons
group by question;
create or replace temp view candidates as
with metrics as (
    select level_metric as metric_key from comparable_metrics semi join questions using (metric_key)
    union
    select metric_key from questions
), subjects as (
    select subject_key from questions
    union
    select compared_key from questions where compared_key is not null
)
select * from claim_facts semi join subjects using (subject_key) semi join metrics using (metric_key)
where is_current and firmness <= 2 and change is null and compared_key is null;
create or replace temp table needed_levels as
select
    * exclude (claim_ids) replace (
        -- where sayings conflict their middle is taken, and that is nobody's word
        if(agrees, text, spoken_figure(value) || ' ' || dimension) as text
    )
from levels_of('candidates');
create or replace temp table staged as
with multiples as (
    -- "60 percent more" is 1.6 times; "six times more" is six times, as most writers mean it; "three times less" a third
    select
        *,
        (base_value + coalesce(base_high, base_value)) / 2 * unit_size as middle,
        greatest(low * unit_size, 0) as least,
        high * unit_size as most,
        case
            when change = 'increase' and dimension = '%' then 'more'
            when change = 'decrease' and (dimension = '%' or base_value < 1) then 'less'
            when change = 'decrease' then 'divided'
            else 'times'
        end as reading
    from questions
    where compared_key is not null and compared_key <> subject_key
), read_as as (
    select
        * exclude (least, most, middle),
        case reading when 'more' then 1 + middle when 'less' then 1 - middle when 'divided' then 1 / middle else middle end
            as said_value,
        case
            reading when 'more' then 1 + least when 'less' then 1 - most when 'divided' then 1 / most else least
        end as allowed_low,
        case
            reading
            when 'more' then 1 + most
            when 'less' then 1 - least
            when 'divided' then 1 / nullif(least, 0)
            else most
        end as allowed_high
    from multiples
), rounded as (
    -- a comparison is a rounded figure: two percent either way are no fault of it
    select
        *,
        greatest(least(allowed_low, said_value * 0.98), 0) as said_low,
        greatest(coalesce(allowed_high, 'infinity'::double), said_value * 1.02) as said_high
    from read_as
    where said_value > 0
), metrics as (
    select metric_key, level_metric, place from comparable_metrics where kind = 'multiple'
    union all
    select distinct metric_key, metric_key, 0 from rounded
), own as (
    select rounded.question, metrics.place, levels.*
    from rounded
    join metrics using (metric_key)
    join needed_levels as levels on levels.subject_key = rounded.subject_key and levels.metric_key = metrics.level_metric
), other as (
    select rounded.question, levels.*
    from rounded
    join metrics using (metric_key)
    join needed_levels as levels on levels.subject_key = rounded.compared_key and levels.metric_key = metrics.level_metric
), paired as (
    -- what a chip can do does not change with the period; everything else is compared within one
    select
        question,
        -- by one key: a sort would carry all of every pair
        min_by(
            {
                'own_fact': own.fact_id,
                'other_fact': other.fact_id,
                'own_text': own.subject || ' ' || own.text,
                'other_text': other.subject || ' ' || other.text,
                'own_value': own.value,
                'other_value': other.value,
                'own_low': own.low,
                'own_high': own.high,
                'other_low': other.low,
                'other_high': other.high
            },
            create_sort_key(
                own.place, 'asc nulls last', own.period_key is not distinct from rounded.period_key, 'desc nulls last',
                other.period_key is not distinct from own.period_key, 'desc nulls last', own.firmness + other.firmness,
                'asc nulls last', own.latest_at, 'desc nulls last', other.latest_at, 'desc nulls last', own.fact_id,
                'asc nulls last', other.fact_id, 'asc nulls last'
            )
        ) as best
    from rounded
    join own using (question)
    join other on
        other.question = rounded.question
        and other.metric_key = own.metric_key
        and other.dimension = own.dimension
    where
        own.value > 0
        and other.value > 0
        -- a percentage of percentages may mean points
        and not (own.dimension = '%' and rounded.dimension = '%')
        and (
            rounded.is_chip
            or (
                own.period_key is not distinct from other.period_key
                and coalesce(rounded.period_key, own.period_key, '') = coalesce(own.period_key, rounded.period_key, '')
            )
        )
    group by question
), weighed as (
    select
        rounded.question,
        said_value,
        said_low,
        said_high,
        best.own_fact as level_fact_id,
        best.other_fact as other_fact_id,
        best.own_text as own_text,
        best.other_text as other_text,
        best.own_value / best.other_value as expected,
        greatest(best.own_low, 0) / best.other_high as expected_low,
        best.own_high / nullif(greatest(best.other_low, 0), 0) as expected_high,
        said_low * greatest(best.other_low, 0) as implied_low,
        said_high * best.other_high as implied_high,
        rounded.question in (select question from own) as has_own,
        rounded.question in (select question from other) as has_other
    from rounded
    left join paired using (question)
), judged as (
    select
        *,
        case
            when expected is null then 'cannot be checked'
            when expected_low <= said_high and coalesce(expected_high, 'infinity'::double) >= said_low then 'holds'
            else 'does not hold'
        end as result
    from weighed
), checked_multiples as (
    select
        claim_id,
        article_id,
        subject_key,
        subject,
        metric_key,
        compared_key,
        text as said,
        said_value,
        said_low,
        said_high,
        if(
            expected is null,
            format('{} / {}: {}', subject, coalesce(reference, compared_key), metric_key),
            format('{} / {} = {}', own_text, other_text, spoken_figure(expected))
        ) as formula,
        expected,
        expected_low,
        coalesce(expected_high, if(expected is null, null, 'infinity'::double)) as expected_high,
        'x' as unit,
        if(expected is null, [], [level_fact_id, other_fact_id]) as levels,
        level_fact_id,
        if(result = 'holds', implied_low, null) as implied_low,
        if(result = 'holds', implied_high, null) as implied_high,
        result,
        expected / said_value - 1 as difference,
        case
            when result = 'holds' then format('{} times is what "{}" allows', spoken_figure(expected), text)
            when result = 'does not hold'
                then
                    format(
                        '{} times is {} % {} than the {} of "{}"', spoken_figure(expected),
                        spoken_share(expected / said_value - 1),
                        if(expected > said_value, 'more', 'less'), spoken_figure(said_value), text
                    )
            when not has_own and not has_other
                then
                    format(
                        'no {} of {} or of {} is in the ledger', metric_key, subject, coalesce(reference, compared_key)
                    )
            when not has_own then format('no {} of {} is in the ledger', metric_key, subject)
            when not has_other
                then format('no {} of {} is in the ledger', metric_key, coalesce(reference, compared_key))
            else format('the ledger has no {} of both in one unit and for one period', metric_key)
        end as reason
    from comparisons join judged using (question)
), wholes as (
    select
        question,
        any_value(said.subject_key) as subject_key,
        any_value(said.metric_key) as metric_key,
        any_value(said.period_key) as period_key,
        any_value(base_value) * any_value(unit_size) as said_value,
        greatest(any_value(said.low), 0) * any_value(unit_size) as said_low,
        any_value(said.high) * any_value(unit_size) as said_high,
        min_by(
            {
                'fact_id': levels.fact_id,
                'text': levels.text,
                'subject': levels.subject,
                'metric': levels.metric_key,
                'unit': levels.dimension,
                'value': levels.value,
                'low': levels.low,
                'high': levels.high
            },
            create_sort_key(
                levels.subject_key = said.compared_key, 'desc nulls last',
                levels.period_key is not distinct from said.period_key, 'desc nulls last', comparable_metrics.place,
                'asc nulls last', levels.firmness, 'asc nulls last', levels.latest_at, 'desc nulls last', levels.fact_id,
                'asc nulls last'
            )
        ) as whole
    from questions as said
    join comparable_metrics on
        comparable_metrics.metric_key = said.metric_key and comparable_metrics.kind = 'share'
    join needed_levels as levels on
        levels.metric_key = comparable_metrics.level_metric
        and levels.kind = 'money'
        and levels.subject_key in (said.subject_key, said.compared_key)
    where
        said.dimension = '%'
        and said.change is null
        and levels.value > 0
        and coalesce(said.period_key, levels.period_key, '') = coalesce(levels.period_key, said.period_key, '')
        and said.question not in (select question from judged where result <> 'cannot be checked')
    group by question
), amounts as (
    -- the share as a sum of money, where somebody gives that too
    select
        question,
        min_by(
            {
                'fact_id': levels.fact_id,
                'text': levels.text,
                'value': levels.value,
                'low': levels.low,
                'high': levels.high
            },
            create_sort_key(
                levels.period_key is not distinct from wholes.period_key, 'desc nulls last', levels.firmness,
                'asc nulls last', levels.fact_id, 'asc nulls last'
            )
        ) as amount
    from wholes
    join needed_levels as levels on
        levels.subject_key = wholes.subject_key
        and levels.metric_key = wholes.metric_key
        and levels.dimension = wholes.whole.unit
        and coalesce(wholes.period_key, levels.period_key, '') = coalesce(levels.period_key, wholes.period_key, '')
    group by question
), shares as (
    select
        question,
        said_value,
        said_low,
        said_high,
        whole,
        amount,
        whole.value * said_value as expected,
        greatest(whole.low, 0) * said_low as expected_low,
        whole.high * said_high as expected_high,
        case
            when amount.value is null then 'cannot be checked'
            when expected_low <= amount.high and expected_high >= amount.low then 'holds'
            else 'does not hold'
        end as result
    from wholes
    left join amounts using (question)
), checked_shares as (
    select
        claim_id,
        article_id,
        subject_key,
        subject,
        metric_key,
        compared_key,
        text as said,
        said_value,
        said_low,
        said_high,
        format(
            '{} of {} ({} of {}) = {} {}', text, whole.text, whole.metric, whole.subject, spoken_figure(expected), whole.unit
        ) as formula,
        expected,
        expected_low,
        expected_high,
        whole.unit as unit,
        if(amount is null, [whole.fact_id], [whole.fact_id, amount.fact_id]) as levels,
        null::varchar as level_fact_id,
        null::double as implied_low,
        null::double as implied_high,
        result,
        amount.value / expected - 1 as difference,
        case result
            when 'cannot be checked'
                then
                    format(
                        'nobody gives the {} as an amount; it would be about {} {}', metric_key, spoken_figure(expected),
                        whole.unit
                    )
            when 'holds' then format('{} is what {} of {} comes to', amount.text, text, whole.text)
            else
                format(
                    '{} is {} % {} than the {} {} that {} of {} comes to', amount.text,
                    spoken_share(amount.value / expected - 1), if(amount.value > expected, 'more', 'less'),
                    spoken_figure(expected), whole.unit, text, whole.text
                )
        end as reason
    from comparisons join shares using (question)
), final as (
    select * from checked_multiples
    where claim_id not in (select claim_id from checked_shares)
    union all by name
    select * from checked_shares
)
select * from final;
create or replace temp table scoped as
select * from checks
where
    -- what is gone was about one of them
    subject_key in (from stirred)
    or compared_key in (from stirred);
create or replace temp table fresh as
select * from staged
except
select * from scoped;
create or replace temp table stale as
select claim_id from scoped anti join staged using (claim_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join checks using (claim_id)) as added,
    (select count(*) from fresh semi join checks using (claim_id)) as changed,
    (select count(*) from stale) as removed;
-- the levels that comparisons imply, or no longer do
insert into stirred_facts
select subject_key, level_fact_id from fresh where level_fact_id is not null
union
select subject_key, level_fact_id
from scoped
where level_fact_id is not null and claim_id in (select claim_id from fresh union select claim_id from stale);
delete from checks using (
    select claim_id from fresh
    union
    select claim_id from stale
) as gone
where checks.claim_id = gone.claim_id;
insert into checks by name select * from fresh order by subject_key, metric_key, claim_id;
drop table scoped;
drop view candidates;
drop table questions;
drop table comparisons;
drop table needed_levels;
select * from counts;
