-- Grain: story_id, next_story_id. A story that is told anew brings all the links that lead to it. A link from a story
-- that has been merged begins at the one that it is now in; one from or to a story that is gone otherwise goes.
create or replace temp table staged as
with kept as (
    select * from story_links where next_story_id not in (select story_id from arriving_stories)
), every_link as (
    select * from arriving_story_links
    union all
    select * from kept
), heirs as (
    select story_id, into_story_id from story_history
    where event = 'merged'
    qualify row_number() over (partition by story_id order by moved_at desc, articles desc, into_story_id) = 1
), redirected as (
    select every_link.* replace (
        if(every_link.story_id in (select story_id from stories), every_link.story_id, heirs.into_story_id) as story_id
    )
    from every_link left join heirs using (story_id)
), final as (
    select * from redirected
    where
        story_id <> next_story_id
        and story_id in (select story_id from stories)
        and next_story_id in (select story_id from stories)
    qualify row_number() over (partition by story_id, next_story_id order by score desc, shared) = 1
)
select * from final;
create or replace temp table fresh as
select * from staged
except
select * from story_links;
create or replace temp table stale as
select story_id, next_story_id from story_links anti join staged using (story_id, next_story_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join story_links using (story_id, next_story_id)) as added,
    (select count(*) from fresh semi join story_links using (story_id, next_story_id)) as changed,
    (select count(*) from stale) as removed;
delete from story_links using (
    select story_id, next_story_id from fresh
    union
    select story_id, next_story_id from stale
) as gone
where story_links.story_id = gone.story_id and story_links.next_story_id = gone.next_story_id;
insert into story_links by name select * from fresh order by story_id, next_story_id;
select * from counts;
