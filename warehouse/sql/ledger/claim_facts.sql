-- Grain: claim_id. Every claim of the articles in `touched`, the past ones too, as the interval of values that it allows.
-- Adds the subjects of all that changed to `stirred_subjects`, for checks.sql, and their facts to `stirred_facts`, for
-- facts.sql.
create or replace temp table staged as
with spans as (
    -- A version that was read from the same fetch as a later one, or that the outlet took back, never stood.
    select
        article_id,
        version,
        is_current,
        fetched_at as learned_at,
        if(
            rank() over (partition by article_id order by fetched_at) = 1,
            least(fetched_at, coalesce(published_at, fetched_at)),
            fetched_at
        ) as known_from,
        case
            when is_current then null
            when lead(fetched_at) over versions > fetched_at then lead(fetched_at) over versions
            else known_from
        end as known_until
    from articles
    semi join touched using (article_id)
    window versions as (
        partition by article_id
        order by fetched_at, is_current, modified_at nulls first, version
    )
), every_claim as (
    select * from claims semi join touched using (article_id)
    union all by name
    select * from past_claims semi join touched using (article_id)
), written as (
    select
        every_claim.*,
        spans.* exclude (article_id, version),
        coalesce(subject_id, lower(subject)) as subject_key,
        lower(metric) as metric_key,
        case
            when kind = 'rank' then 'rank'
            -- these count, or price, the same things in other words
            when
                kind = 'count'
                and regexp_matches(lower(base_unit), '(^|[ -])(chip|gpu|accelerator|processor|unit|card)s?$') then 'chips'
            when kind = 'money' then regexp_replace(base_unit, '/(chip|gpu|accelerator|processor|unit|card|piece)$', '', 'i')
            else base_unit
        end as dimension,
        case
            when kind in ('ratio', 'percent') or change is not null then coalesce(reference_id, lower(reference))
        end as compared_key,
        case
            when period_start is null and period_end is null then lower(trim(period))
            else concat_ws('/', coalesce(period_start::varchar, '..'), coalesce(period_end::varchar, '..'))
        end as period_key,
        -- a speaker without a name ("people familiar with the matter") is as good as the outlet that heard him
        if(regexp_matches(attribution, '\p{Lu}'), nullif(squeezed(attribution), ''), null) as voice,
        -- the first figure that is not part of a name (H200)
        regexp_extract(text, '(?:^|[^\w.,])(\d[\d,]*(?:\.\d+)?)', 1) as digits,
        -- no logarithm of nothing: that is an error, and one claim must not spoil the ledger
        log10(nullif(abs(value) / nullif(try_cast(replace(digits, ',', '') as double), 0), 0)) as magnitude,
        -- false too where another number stands in the text ("two of 256"): then it is read as words
        value = 0 and digits <> '' or (magnitude > -0.5 and abs(magnitude - round(magnitude)) < 1e-9) as in_digits,
        length(regexp_extract(printf('%.0f', value), '(0*)$', 1)) as zeros
    from every_claim
    join spans on spans.article_id = every_claim.article_id and spans.version = every_claim.version
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
        version,
        is_current,
        substring(
            sha256(
                concat_ws(
                    chr(31), subject_key, metric_key, dimension, coalesce(change, ''), coalesce(compared_key, ''),
                    coalesce(period_key, '')
                )
            ),
            1, 16
        ) as fact_id,
        subject_key,
        subject_id,
        subject,
        metric_key,
        dimension,
        change,
        compared_key,
        reference,
        period_key,
        period,
        period_start,
        period_end,
        kind,
        text,
        unit,
        bound,
        modality,
        attribution,
        voice,
        via,
        outlet,
        source,
        start_pos,
        published_at,
        learned_at,
        known_from,
        known_until,
        firmness::tinyint as firmness,
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
create or replace temp table fresh as
select * from staged
except
select * from claim_facts semi join touched using (article_id);
create or replace temp table stale as
select claim_id from claim_facts
semi join touched using (article_id)
anti join staged using (claim_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join claim_facts using (claim_id)) as added,
    (select count(*) from fresh semi join claim_facts using (claim_id)) as changed,
    (select count(*) from stale) as removed;
create or replace temp table gone as
select claim_id from fresh
union
select claim_id from stale;
insert into read_articles select article_id from touched;
insert into stirred_facts
(
    select subject_key, fact_id from fresh
    union
    select subject_key, fact_id from claim_facts semi join gone using (claim_id)
)
except
select * from stirred_facts;
insert into stirred_subjects
(
    select subject_key from fresh
    union
    select subject_key from claim_facts semi join gone using (claim_id)
)
except
select * from stirred_subjects;
delete from claim_facts using gone where claim_facts.claim_id = gone.claim_id;
insert into claim_facts by name select * from fresh order by subject_key, metric_key, fact_id, claim_id;
drop table gone;
select * from counts;
