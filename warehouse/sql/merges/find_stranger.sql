-- Grain: entity_id. A name that the registry does not know, by its id.
select entity_id, label, name, aliases from entities where entity_id = $provisional_id and starts_with(entity_id, 'new:');
