-- Grain: entity_id. The entities that are named in the same articles, by the number of those.
with here as (
    select distinct article_id from mentions where entity_id = $entity_id
)
select
    mentions.entity_id,
    any_value(entities.label) as label,
    any_value(entities.name) as name,
    count(distinct mentions.article_id) as articles
from mentions
semi join here using (article_id)
join entities using (entity_id)
where mentions.entity_id <> $entity_id
group by mentions.entity_id
order by articles desc, mentions.entity_id
limit $count;
