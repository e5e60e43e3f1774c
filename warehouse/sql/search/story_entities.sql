-- Grain: entity_id. The names that the originals of one story have, those in the most of them first.
with originals as (
    select article_id from story_articles where story_id = $story_id and duplicate_of is null
), counted as (
    select mentions.entity_id, count(distinct mentions.article_id) as articles, count(*) as mentions
    from mentions
    semi join originals using (article_id)
    group by mentions.entity_id
), final as (
    select counted.entity_id, entities.label, entities.name, counted.articles, counted.mentions
    from counted
    join entities using (entity_id)
)
select * from final order by articles desc, mentions desc, label, name, entity_id limit $count;
