-- Grain: entity_id. These entities; with $makers the chips of those that make chips, with $families those of the same
-- family and maker.
with asked as (
    select entity_id, details ->> 'vendor' as vendor, details ->> 'family' as family
    from entities where entity_id in (select unnest($entity_ids::json::varchar[]))
), known as (
    select entity_id, details ->> 'vendor' as vendor, details ->> 'family' as family
    from entities
)
select known.entity_id
from known
join asked on
    ($makers and known.vendor = asked.entity_id)
    or ($families and known.vendor = asked.vendor and known.family = asked.family)
union
select entity_id from asked
order by entity_id;
