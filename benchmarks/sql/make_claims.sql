-- Grain: article, place of a figure. The claims of the made-up sentences; the quantities are the same figures.
create or replace temp table made_claims as
with placed as (
    select
        made_articles.article_id,
        made_articles.version,
        (part_start + length(opening))::integer as start_pos,
        (part_start + length(opening) + length(figure))::integer as end_pos,
        figure as text,
        value,
        null::double as high,
        unit,
        unit_name,
        kind,
        ['=', '=', '=', '~', '<', '>', '<=', '>='][1 + common(seed, 8, 8)] as bound,
        null::varchar as change,
        metric as concept,
        value * factor as base_value,
        null::double as base_high,
        base_unit,
        rtrim(part) as sentence,
        part_start as sentence_start,
        subject,
        subject_id,
        metric,
        if(chance(seed, 9) < 0.15, third_name, null) as reference,
        if(chance(seed, 9) < 0.15, third_id, null) as reference_id,
        if(chance(seed, 10) < 0.5, speaker, null) as attribution,
        ['asserted', 'asserted', 'asserted', 'expected', 'planned', 'denied'][1 + common(seed, 11, 6)] as modality,
        if(chance(seed, 12) < 0.3, 'in ' || (2022 + common(seed, 13, 5)), null) as period,
        0.5 + 0.5 * chance(seed, 14) as confidence,
        outlet,
        source,
        title,
        url,
        published_at
    from made_parts
    join made_articles using (article)
    where is_claim
)
select
    substring(sha256(concat_ws('|', article_id, version, start_pos, end_pos, kind)), 1, 16) as claim_id,
    *,
    make_date(right(period, 4)::integer, 1, 1) as period_start,
    make_date(right(period, 4)::integer, 12, 31) as period_end
from placed;
