-- Forgets a merge.
delete from merges where provisional_id = $provisional_id;
