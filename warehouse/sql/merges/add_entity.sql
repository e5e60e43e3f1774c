-- Adds an entity of the registry that no load has brought yet.
insert into entities by name
select
    $entity_id as entity_id,
    $label as label,
    $name as name,
    $aliases::varchar[] as aliases,
    $details::json as details,
    true as in_registry
where $entity_id not in (select entity_id from entities);
