-- Grain: claim_id. Comparisons that are about a subject in `stirred`, or with one, checked against the levels in the
-- ledger: multiples ("six times the H20") against two levels, shares ("25 % of $10 billion") against an amount.
create or replace temp table comparisons as
select
    *,
    if(dimension = '%', 0.01, 1.0) as unit_size,
    starts_with(subject_key, 'chip:') as is_chip
from claim_facts
where
    is_current
    and firmness <= 2
    and dimension in ('x', '%')
    and kind in ('ratio', 'percent')
    and base_value > 0
    and (subject_key in (from stirred) or compared_key in (from stirred));
create or replace temp table candidates as
with metrics as (
    select level_metric as metric_key from comparable_metrics semi join comparisons using (metric_key)
    union
    select metric_key from comparisons
), subjects as (
    select subject_key from comparisons
    union
    select compared_key from comparisons where compared_key is not null
)
select * from claim_facts semi join subjects using (subject_key) semi join metrics using (metric_key)
where is_current and firmness <= 2 and change is null and compared_key is null;
create or replace temp table needed_levels as
select * from levels_of('candidates');
create or replace temp table staged as
with said as (
    select * from comparisons
), multiples as (
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
    from said
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
    select rounded.claim_id, metrics.place, levels.*
    from rounded
    join metrics using (metric_key)
    join needed_levels as levels on levels.subject_key = rounded.subject_key and levels.metric_key = metrics.level_metric
), other as (
    select rounded.claim_id, levels.*
    from rounded
    join metrics using (metric_key)
    join needed_levels as levels on levels.subject_key = rounded.compared_key and levels.metric_key = metrics.level_metric
), paired as (
    -- what a chip can do does not change with the period; everything else is compared within one
    select
        rounded.claim_id,
        own.fact_id,
        own.subject || ' ' || own.text as own_text,
        other.subject || ' ' || other.text as other_text,
        own.value as own_value,
        other.value as other_value,
        own.low as own_low,
        own.high as own_high,
        other.low as other_low,
        other.high as other_high,
        list_sort(list_distinct(list_concat(own.claim_ids, other.claim_ids))) as levels
    from rounded
    join own using (claim_id)
    join other on
        other.claim_id = rounded.claim_id
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
    qualify row_number() over (
        partition by rounded.claim_id
        order by
            own.place,
            own.period_key is not distinct from rounded.period_key desc,
            other.period_key is not distinct from own.period_key desc,
            own.firmness + other.firmness,
            own.latest_at desc nulls last,
            other.latest_at desc nulls last,
            own.fact_id,
            other.fact_id
    ) = 1
), weighed as (
    select
        rounded.*,
        paired.fact_id as level_fact_id,
        paired.levels,
        paired.own_text,
        paired.other_text,
        own_value / other_value as expected,
        greatest(own_low, 0) / other_high as expected_low,
        own_high / nullif(greatest(other_low, 0), 0) as expected_high,
        said_low * greatest(other_low, 0) as implied_low,
        said_high * other_high as implied_high,
        exists (from own where own.claim_id = rounded.claim_id) as has_own,
        exists (from other where other.claim_id = rounded.claim_id) as has_other,
        coalesce(rounded.reference, rounded.compared_key) as compared_with
    from rounded
    left join paired using (claim_id)
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
            format('{} / {}: {}', subject, compared_with, metric_key),
            format('{} / {} = {}', own_text, other_text, spoken_figure(expected))
        ) as formula,
        expected,
        expected_low,
        coalesce(expected_high, if(expected is null, null, 'infinity'::double)) as expected_high,
        'x' as unit,
        coalesce(levels, []) as levels,
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
                then format('no {} of {} or of {} is in the ledger', metric_key, subject, compared_with)
            when not has_own then format('no {} of {} is in the ledger', metric_key, subject)
            when not has_other then format('no {} of {} is in the ledger', metric_key, compared_with)
            else format('the ledger has no {} of both in one unit and for one period', metric_key)
        end as reason
    from judged
), shares as (
    select
        said.*,
        levels.text as whole_text,
        levels.subject as whole_subject,
        levels.metric_key as whole_metric,
        levels.dimension as whole_unit,
        levels.claim_ids as whole_ids,
        levels.value * base_value * unit_size as expected,
        greatest(levels.low, 0) * greatest(said.low, 0) * unit_size as expected_low,
        levels.high * said.high * unit_size as expected_high
    from said
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
        and said.claim_id not in (select claim_id from checked_multiples where result <> 'cannot be checked')
    qualify row_number() over (
        partition by said.claim_id
        order by
            levels.subject_key = said.compared_key desc nulls last,
            levels.period_key is not distinct from said.period_key desc,
            comparable_metrics.place,
            levels.firmness,
            levels.latest_at desc nulls last,
            levels.fact_id
    ) = 1
), amounts as (
    -- the share as a sum of money, where somebody gives that too
    select shares.claim_id, levels.*
    from shares
    join needed_levels as levels on
        levels.subject_key = shares.subject_key
        and levels.metric_key = shares.metric_key
        and levels.dimension = shares.whole_unit
        and coalesce(shares.period_key, levels.period_key, '') = coalesce(levels.period_key, shares.period_key, '')
    qualify row_number() over (
        partition by shares.claim_id
        order by levels.period_key is not distinct from shares.period_key desc, levels.firmness, levels.fact_id
    ) = 1
), checked_shares as (
    select
        shares.claim_id,
        shares.article_id,
        shares.subject_key,
        shares.subject,
        shares.metric_key,
        shares.compared_key,
        shares.text as said,
        shares.base_value * unit_size as said_value,
        greatest(shares.low, 0) * unit_size as said_low,
        shares.high * unit_size as said_high,
        format(
            '{} of {} ({} of {}) = {} {}', shares.text, whole_text, whole_metric, whole_subject,
            spoken_figure(expected), whole_unit
        ) as formula,
        expected,
        expected_low,
        expected_high,
        whole_unit as unit,
        list_sort(list_distinct(list_concat(whole_ids, coalesce(amounts.claim_ids, [])))) as levels,
        null::varchar as level_fact_id,
        null::double as implied_low,
        null::double as implied_high,
        case
            when amounts.value is null then 'cannot be checked'
            when expected_low <= amounts.high and expected_high >= amounts.low then 'holds'
            else 'does not hold'
        end as result,
        amounts.value / expected - 1 as difference,
        case
            when amounts.value is null
                then
                    format(
                        'nobody gives the {} as an amount; it would be about {} {}', shares.metric_key,
                        spoken_figure(expected), whole_unit
                    )
            when expected_low <= amounts.high and expected_high >= amounts.low
                then format('{} is what {} of {} comes to', amounts.text, shares.text, whole_text)
            else
                format(
                    '{} is {} % {} than the {} {} that {} of {} comes to', amounts.text,
                    spoken_share(amounts.value / expected - 1),
                    if(amounts.value > expected, 'more', 'less'), spoken_figure(expected), whole_unit, shares.text,
                    whole_text
                )
        end as reason
    from shares
    left join amounts using (claim_id)
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
drop table comparisons;
drop table candidates;
drop table needed_levels;
select * from counts;
