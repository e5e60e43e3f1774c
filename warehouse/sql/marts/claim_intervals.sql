-- Grain: claim_id. Every claim as the interval of values that it allows. Read by ledger.
create or replace view claim_intervals as
with written as (
    select
        *,
        coalesce(subject_id, lower(subject)) as subject_key,
        lower(metric) as metric_key,
        if(kind = 'rank', 'rank', base_unit) as dimension,
        case
            when kind in ('ratio', 'percent') or change is not null then coalesce(reference_id, lower(reference))
        end as compared_with,
        case
            when period_start is null and period_end is null then lower(trim(period))
            else concat_ws('/', coalesce(period_start::varchar, '..'), coalesce(period_end::varchar, '..'))
        end as period_key,
        regexp_extract(text, '\d[\d,]*(?:\.\d+)?') as digits
    from claims
), stepped as (
    -- half a unit of the last digit given, in base_unit
    select
        *,
        case
            when base_value is null then null
            when digits <> '' then
                0.5 * pow(10.0, -length(regexp_extract(digits, '\.(\d+)$', 1)))
                * if(
                    base_value = 0 or coalesce(try_cast(replace(digits, ',', '') as double), 0) = 0,
                    1.0,
                    abs(base_value / try_cast(replace(digits, ',', '') as double))
                )
            when value is null or value = 0 then 0.5
            when value <> trunc(value) then 0.05 * abs(base_value)
            else
                0.5 * pow(10.0, length(regexp_extract(printf('%.0f', value), '(0*)$', 1))) * abs(base_value / value)
        end * (1 - 1e-9) as half_step
    from written
), widened as (
    select
        *,
        if(bound = '~', greatest(half_step, 0.1 * abs(base_value)), half_step) as below,
        if(bound = '~', greatest(half_step, 0.1 * abs(coalesce(base_high, base_value))), half_step) as above,
        base_value is not null and modality in ('asserted', 'planned', 'expected') as has_figure
    from stepped
), final as (
    select
        claim_id,
        article_id,
        start_pos,
        subject_key,
        subject_id,
        subject,
        metric_key,
        metric,
        dimension,
        change,
        compared_with,
        period_key,
        period,
        period_start,
        period_end,
        text,
        unit,
        bound,
        modality,
        attribution,
        outlet,
        source,
        published_at,
        has_figure,
        base_value,
        base_high,
        case
            when base_value is null then null
            when bound in ('<', '<=') then '-infinity'::double
            when bound = '>' then nextafter(base_value, 'infinity'::double)
            when bound = '>=' then base_value
            else base_value - below
        end as low,
        case
            when base_value is null then null
            when bound in ('>', '>=') then 'infinity'::double
            when bound = '<' then nextafter(coalesce(base_high, base_value), '-infinity'::double)
            when bound = '<=' then coalesce(base_high, base_value)
            else coalesce(base_high, base_value) + above
        end as high
    from widened
)
select * from final;

comment on view claim_intervals is 'Every claim as the interval of values that it allows. A figure given exactly (=) allows half a unit of its last digit either way ("4.8 TB/s" is 4.75 to 4.85; "three million" is 2.5 to 3.5 million; a fraction in words 5 % either way); about (~) allows 10 %; the other bounds are open on their side. Grain: claim_id.';
comment on column claim_intervals.claim_id is 'The claim, as in claims.';
comment on column claim_intervals.article_id is 'claims.article_id.';
comment on column claim_intervals.start_pos is 'claims.start_pos.';
comment on column claim_intervals.subject_key is 'subject_id, or subject in lower case where it is no entity: claims are grouped by it.';
comment on column claim_intervals.subject_id is 'claims.subject_id.';
comment on column claim_intervals.subject is 'claims.subject.';
comment on column claim_intervals.metric_key is 'metric in lower case.';
comment on column claim_intervals.metric is 'claims.metric.';
comment on column claim_intervals.dimension is 'base_unit, or rank for a place in an order: figures of one dimension can be compared.';
comment on column claim_intervals.change is 'claims.change: a move is another fact than a level.';
comment on column claim_intervals.compared_with is 'For a ratio, a percentage or a change, what it is relative to (reference_id or words); else null.';
comment on column claim_intervals.period_key is 'First and last day as START/END, or the words of the text where the period is not dated; null where there is none.';
comment on column claim_intervals.period is 'claims.period.';
comment on column claim_intervals.period_start is 'claims.period_start.';
comment on column claim_intervals.period_end is 'claims.period_end.';
comment on column claim_intervals.text is 'claims.text.';
comment on column claim_intervals.unit is 'claims.unit.';
comment on column claim_intervals.bound is 'claims.bound.';
comment on column claim_intervals.modality is 'claims.modality.';
comment on column claim_intervals.attribution is 'claims.attribution.';
comment on column claim_intervals.outlet is 'claims.outlet.';
comment on column claim_intervals.source is 'claims.source.';
comment on column claim_intervals.published_at is 'claims.published_at.';
comment on column claim_intervals.has_figure is 'Whether it states a figure: it has one, and is neither denied nor hypothetical.';
comment on column claim_intervals.base_value is 'claims.base_value.';
comment on column claim_intervals.base_high is 'claims.base_high.';
comment on column claim_intervals.low is 'The least value that the claim allows, in base_unit; -infinity where it is open, null without a figure.';
comment on column claim_intervals.high is 'The greatest value that the claim allows, in base_unit; infinity where it is open, null without a figure.';
