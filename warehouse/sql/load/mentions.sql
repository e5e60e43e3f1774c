-- Grain: article_id, version, start_pos, end_pos, label. Only of current versions. A provisional id that has been merged
-- gives way to the entity that it stands for.
create or replace temp table staged as
with arriving as (
    select * from arriving_mentions semi join scope using (article_id, version)
    qualify row_number() over (
        partition by article_id, version, start_pos, end_pos, label
        order by entity_id like 'new:%', entity_id, canonical
    ) = 1
), final as (
    select arriving.* replace (
        coalesce(merges.entity_id, arriving.entity_id) as entity_id,
        merges.provisional_id as read_as
    )
    from arriving
    left join merges on merges.provisional_id = arriving.entity_id
)
select * from final;
create or replace temp table fresh as
select * from staged
except
select * from mentions semi join scope using (article_id);
create or replace temp table stale as
select article_id, version, start_pos, end_pos, label
from mentions
semi join touched using (article_id)
anti join staged using (article_id, version, start_pos, end_pos, label)
where
    article_id in (select article_id from scope)
    or (article_id, version) not in (select (article_id, version) from articles where is_current);
create or replace temp table counts as
select
    (
        select count(*) from fresh
        anti join mentions using (article_id, version, start_pos, end_pos, label)
    ) as added,
    (
        select count(*) from fresh
        semi join mentions using (article_id, version, start_pos, end_pos, label)
    ) as changed,
    (select count(*) from stale) as removed;
delete from mentions using (
    select article_id, version, start_pos, end_pos, label from fresh
    union
    select * from stale
) as gone
where
    mentions.article_id = gone.article_id
    and mentions.version = gone.version
    and mentions.start_pos = gone.start_pos
    and mentions.end_pos = gone.end_pos
    and mentions.label = gone.label;
insert into mentions by name select * from fresh order by article_id, version, start_pos, end_pos;
select * from counts;
