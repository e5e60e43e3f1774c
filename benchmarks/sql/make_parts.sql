-- A chunk of made-up articles, from $first to before $last: temporary tables shaped as those of the warehouse. Grain of
-- made_parts: article, position; every sentence of an article in its order, ten with a claim and ten without.
create or replace temp table made_parts as
with numbered as (
    select article, unnest(range(20)) as position
    from range($first, $last) as articles(article)
), seeded as (
    select article, position, position % 2 = 0 as is_claim, hash(article, position) as seed from numbered
), counted as (
    select
        (select count(*) from made_subjects) as subjects,
        (select count(*) from made_names) as names,
        (select count(*) from made_metrics) as metrics,
        (select count(*) from made_speakers) as speakers
), drawn as (
    select
        seeded.*,
        common(seed, 1, subjects) as subject_place,
        common(seed, 2, names) as second_place,
        common(seed, 3, names) as third_place,
        common(seed, 5, metrics) as metric_place,
        common(seed, 6, speakers) as speaker_place
    from seeded, counted
), told as (
    select
        drawn.*,
        subjects.entity_id as subject_id,
        subjects.name as subject,
        subjects.label as subject_label,
        seconds.entity_id as second_id,
        seconds.name as second_name,
        seconds.label as second_label,
        thirds.entity_id as third_id,
        thirds.name as third_name,
        thirds.label as third_label,
        metrics.metric,
        metrics.unit,
        metrics.unit_name,
        metrics.kind,
        metrics.base_unit,
        metrics.factor,
        if(metrics.whole, floor(metrics.low * pow(metrics.high / metrics.low, chance(seed, 4)))::double,
            round(metrics.low * pow(metrics.high / metrics.low, chance(seed, 4)), 1)) as value,
        speakers.name as speaker,
        concat_ws(' ', filler(seed, 1), filler(seed, 2), filler(seed, 3), filler(seed, 4), filler(seed, 5), filler(seed, 6)) as words
    from drawn
    join made_subjects as subjects on subjects.place = drawn.subject_place
    join made_names as seconds on seconds.place = drawn.second_place
    join made_names as thirds on thirds.place = drawn.third_place
    join made_metrics as metrics on metrics.place = drawn.metric_place
    join made_speakers as speakers on speakers.place = drawn.speaker_place
), phrased as (
    select
        *,
        if(unit = 'USD', '$' || format('{:,}', value::bigint), if(kind = 'count', format('{:,}', value::bigint), value::varchar) || ' ' || unit) as figure
    from told
), opened as (
    select
        *,
        if(is_claim, subject || ' has a ' || metric || ' of ', words || ' ') as opening,
        if(is_claim, ', ' || speaker || ' said of ', subject || ' and ' || second_name || ' with ') as middle
    from phrased
), final as (
    select
        *,
        -- with a claim: SUBJECT has a METRIC of FIGURE, SPEAKER said of THIRD ...; without: ... SUBJECT and SECOND with THIRD ...
        if(is_claim, opening || figure || middle || third_name || ' ' || words || '. ',
            opening || middle || third_name || ' ' || reverse(words) || '. ') as part
    from opened
)
select
    *,
    coalesce(sum(length(part)) over (
        partition by article order by position rows between unbounded preceding and 1 preceding
    ), 0)::integer as part_start
from final;
