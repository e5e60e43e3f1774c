-- Grain: article, place of a name. Two names of every made-up sentence: forty an article.
create or replace temp table made_mentions as
with named as (
    select article, part_start as start_pos, subject as text, subject_label as label, subject_id as entity_id
    from made_parts where is_claim
    union all
    select article, part_start + length(opening) + length(subject) + 5, second_name, second_label, second_id
    from made_parts where not is_claim
    union all
    select
        article,
        part_start + length(opening) + if(is_claim, length(figure), 0) + length(middle),
        third_name,
        third_label,
        third_id
    from made_parts
)
select
    article_id,
    version,
    start_pos::integer as start_pos,
    (start_pos + length(named.text))::integer as end_pos,
    named.text,
    label,
    entity_id,
    named.text as canonical,
    1.0::double as score
from named
join made_articles using (article);
