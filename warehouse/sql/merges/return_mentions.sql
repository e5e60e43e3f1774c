-- Gives the mentions that were merged back to the provisional name; counts them.
update mentions set entity_id = read_as, read_as = null where read_as = $provisional_id;
