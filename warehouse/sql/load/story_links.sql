-- Grain: story_id, next_story_id. What the batch says of a pair replaces what was known: how near the two are, or that
-- they are linked no longer. Of links that it does not know, since a story has left the window, one of a story that has
-- been merged is one of the story that it is in now. Kept are the three nearest for each later story, in order of time.
create or replace temp table staged as
with every_link as (
    select *, 0 as age from arriving_story_links
    union all
    select *, 1 as age from story_links anti join arriving_ended_links using (story_id, next_story_id)
), heirs as (
    select story_id, into_story_id from story_history
    where event = 'merged' and story_id not in (select story_id from stories)
    qualify row_number() over (partition by story_id order by moved_at desc, articles desc, into_story_id) = 1
), redirected as (
    select every_link.* replace (
        coalesce(heirs.into_story_id, every_link.story_id) as story_id,
        coalesce(next_heirs.into_story_id, every_link.next_story_id) as next_story_id
    )
    from every_link
    left join heirs on heirs.story_id = every_link.story_id
    left join heirs as next_heirs on next_heirs.story_id = every_link.next_story_id
), newest as (
    select * from redirected
    qualify row_number() over (partition by story_id, next_story_id order by age, score desc, shared) = 1
), final as (
    select newest.* exclude (age)
    from newest
    join stories as earlier on earlier.story_id = newest.story_id
    join stories as later on later.story_id = newest.next_story_id
    where earlier.started_at < later.started_at
    qualify row_number() over (
        partition by newest.next_story_id order by newest.score desc, newest.story_id
    ) <= 3
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
