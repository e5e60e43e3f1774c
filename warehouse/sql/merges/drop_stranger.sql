-- Removes the provisional entity: nothing points to it any more.
delete from entities where entity_id = $provisional_id;
