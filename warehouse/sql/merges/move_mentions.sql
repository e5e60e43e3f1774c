-- Gives the mentions of a provisional name to the entity that it stands for; counts them.
update mentions set entity_id = $entity_id, read_as = $provisional_id where entity_id = $provisional_id;
