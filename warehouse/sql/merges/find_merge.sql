-- Grain: provisional_id. One name that has been merged, or all of them by date.
select provisional_id, entity_id, label, name, spellings, merged_at
from merges
where $provisional_id is null or provisional_id = $provisional_id
order by merged_at, provisional_id;
