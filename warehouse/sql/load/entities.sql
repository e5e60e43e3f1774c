-- Grain: entity_id. Registry rows arrive all at once or not at all; a name that no registry row covers any more is kept
-- while a mention or a claim points at it, and provisional rows are read out of the mentions, so that they do not
-- depend on the order of loading.
create or replace temp table pointed_at as
select entity_id from mentions
union
select subject_id from claims where subject_id is not null
union
select reference_id from claims where reference_id is not null
union
select entity_id from merges;
create or replace temp table staged as
with registry as (
    select * from arriving_entities
    qualify row_number() over (partition by entity_id order by name, label, details::varchar) = 1
), remembered as (
    select entities.* replace (entities.in_registry and not exists (from arriving_entities) as in_registry)
    from entities
    anti join registry using (entity_id)
    where
        not starts_with(entity_id, 'new:')
        and (
            entity_id in (from pointed_at)
            or (in_registry and not exists (from arriving_entities))
        )
), strangers as (
    select
        entity_id,
        min(label) as label,
        min(canonical) as name,
        list_sort(list(distinct text)) as aliases,
        '{}'::json as details,
        false as in_registry
    from mentions
    anti join registry using (entity_id)
    where starts_with(entity_id, 'new:')
    group by entity_id
), final as (
    select * from registry
    union all by name
    select * from remembered
    union all by name
    select * from strangers
)
select * from final;
create or replace temp table fresh as
select * from staged
except
select * from entities;
create or replace temp table stale as
select entity_id from entities anti join staged using (entity_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join entities using (entity_id)) as added,
    (select count(*) from fresh semi join entities using (entity_id)) as changed,
    (select count(*) from stale) as removed;
delete from entities using (
    select entity_id from fresh
    union
    select entity_id from stale
) as gone
where entities.entity_id = gone.entity_id;
insert into entities by name select * from fresh order by entity_id;
select * from counts;
