-- Puts the provisional entity back, as a load makes it of the mentions.
insert into entities by name
select
    entity_id,
    min(label) as label,
    min(canonical) as name,
    list_sort(list(distinct text)) as aliases,
    '{}'::json as details,
    false as in_registry
from mentions
where entity_id = $provisional_id and $provisional_id not in (select entity_id from entities)
group by entity_id;
