-- Remembers a merge, with the spellings that articles have of the name.
insert into merges (provisional_id, entity_id, label, name, spellings, merged_at)
values ($provisional_id, $entity_id, $label, $name, $spellings, $merged_at);
