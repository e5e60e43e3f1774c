-- Grain: story_id. A story whose articles have all moved elsewhere is gone.
create or replace temp table staged as
select * from arriving_stories semi join story_articles using (story_id)
qualify row_number() over (partition by story_id order by articles desc, to_json(arriving_stories)::varchar) = 1;
create or replace temp table fresh as
select * from staged
except
select * from stories;
create or replace temp table stale as
select story_id from stories anti join story_articles using (story_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join stories using (story_id)) as added,
    (select count(*) from fresh semi join stories using (story_id)) as changed,
    (select count(*) from stale) as removed;
delete from stories using (
    select story_id from fresh
    union
    select story_id from stale
) as gone
where stories.story_id = gone.story_id;
insert into stories by name select * from fresh order by started_at, story_id;
select * from counts;
