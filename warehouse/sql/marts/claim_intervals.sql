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
        end as compared_key,
        case
            when period_start is null and period_end is null then lower(trim(period))
            else concat_ws('/', coalesce(period_start::varchar, '..'), coalesce(period_end::varchar, '..'))
        end as period_key,
        -- the first figure that is not part of a name (H200)
        regexp_extract(text, '(?:^|[^\w.,])(\d[\d,]*(?:\.\d+)?)', 1) as digits,
        -- no logarithm of nothing: that is an error, and one claim must not spoil the view
        log10(nullif(abs(value) / nullif(try_cast(replace(digits, ',', '') as double), 0), 0)) as magnitude,
        -- false too where another number stands in the text ("two of 256"): then it is read as words
        value = 0 and digits <> '' or (magnitude > -0.5 and abs(magnitude - round(magnitude)) < 1e-9) as in_digits,
        length(regexp_extract(printf('%.0f', value), '(0*)$', 1)) as zeros
    from claims
), stepped as (
    -- half a unit of the last digit given, in base_unit
    select
        *,
        case
            when in_digits
                then
                    0.5 * pow(10.0, coalesce(round(magnitude), 0) - length(regexp_extract(digits, '\.(\d+)$', 1)))
            when value = 0 then 0.5
            when value <> trunc(value) then 0.05 * abs(value)
            -- "ten" means ten, "a hundred" to the hundred, "ten thousand" to the thousand
            else 0.5 * pow(10.0, if(zeros % 3 = 1, zeros - 1, zeros))
        end
        * if(value = 0, 1.0, abs(base_value / value)) * (1 - 1e-9) as half_step
    from written
), widened as (
    -- a range may be told from its upper end
    select
        *,
        least(base_value, base_high) as lower_end,
        greatest(base_value, base_high) as upper_end,
        if(bound = '~', 0.1, 0.0) as slack,
        case
            when base_value is null or modality = 'denied' or negated then null
            when modality = 'asserted' then 1
            when modality in ('planned', 'expected') then 2
            else 3
        end as firmness
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
        compared_key,
        reference,
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
        firmness,
        base_value,
        base_high,
        case
            when base_value is null then null
            when bound in ('<', '<=') then '-infinity'::double
            when bound = '>' then nextafter(lower_end, 'infinity'::double)
            when bound = '>=' then lower_end
            else lower_end - greatest(half_step, slack * abs(lower_end))
        end as low,
        case
            when base_value is null then null
            when bound in ('>', '>=') then 'infinity'::double
            when bound = '<' then nextafter(upper_end, '-infinity'::double)
            when bound = '<=' then upper_end
            else upper_end + greatest(half_step, slack * abs(upper_end))
        end as high
    from widened
)
select * from final;

comment on view claim_intervals is 'Every claim as the interval of values that it allows. A figure given exactly (=) allows half a unit of its last digit either way ("4.8 TB/s" is 4.75 to 4.85; in words "three million" is 2.5 to 3.5 million, "a hundred" 50 to 150 and a fraction 5 % either way); about (~) allows 10 %; the other bounds are open on their side. Grain: claim_id.';
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
comment on column claim_intervals.compared_key is 'For a ratio, a percentage or a change, what it is relative to: reference_id, or reference in lower case; else null.';
comment on column claim_intervals.reference is 'claims.reference.';
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
comment on column claim_intervals.firmness is '1 where a figure is asserted, 2 planned or expected, 3 hypothetical; null where there is no figure or it is denied.';
comment on column claim_intervals.base_value is 'claims.base_value.';
comment on column claim_intervals.base_high is 'claims.base_high.';
comment on column claim_intervals.low is 'The least value that the claim allows, in base_unit; -infinity where it is open, null without a figure.';
comment on column claim_intervals.high is 'The greatest value that the claim allows, in base_unit; infinity where it is open, null without a figure.';
