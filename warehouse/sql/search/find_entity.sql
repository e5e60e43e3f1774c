-- Grain: entity_id. The entities that a name can mean, best first: by id (a merged one too), by name, by alias, by either
-- without case and signs, by maker and name ("Nvidia H200" for a chip called H200). Ties go to the registry, then to the
-- most mentioned.
with asked as (
    select $name::varchar as name, squeezed($name) as squeezed_name
), merged as (
    select entity_id, list(lower(provisional_id)) as merged_ids, list_distinct(flatten(list(spellings))) as spellings
    from merges
    group by entity_id
), known as (
    select
        entities.* replace (list_sort(list_distinct(list_concat(aliases, coalesce(spellings, [])))) as aliases),
        coalesce(merged_ids, []) as merged_ids
    from entities
    left join merged using (entity_id)
), spelled as (
    select
        known.*,
        squeezed(known.name) as squeezed_entity,
        list_transform(known.aliases, lambda alias: squeezed(alias)) as squeezed_aliases,
        makers.name as maker
    from known
    left join entities as makers on makers.entity_id = (known.details ->> 'vendor')
), ranked as (
    select
        spelled.*,
        case
            when lower(entity_id) = lower(asked.name) or list_contains(merged_ids, lower(asked.name)) then 1
            when spelled.name = asked.name then 2
            when list_contains(aliases, asked.name) then 3
            when asked.squeezed_name = '' then null
            when squeezed_entity = asked.squeezed_name then 4
            when list_contains(squeezed_aliases, asked.squeezed_name) then 5
            when
                squeezed(maker) || squeezed_entity = asked.squeezed_name
                or list_contains(
                    list_transform(squeezed_aliases, lambda alias: squeezed(maker) || alias), asked.squeezed_name
                ) then 6
        end as place
    from spelled, asked
), mentioned as (
    select entity_id, count(*) as mentions from mentions semi join ranked using (entity_id)
    where entity_id in (select entity_id from ranked where place is not null)
    group by entity_id
), final as (
    select entity_id, label, name, aliases, details, in_registry, place, coalesce(mentions, 0) as mentions
    from ranked
    left join mentioned using (entity_id)
    where place is not null
)
select entity_id, label, name, aliases, details, in_registry
from final
order by place, in_registry desc, mentions desc, entity_id
limit 1;
