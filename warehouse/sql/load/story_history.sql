-- Grain: story_id, into_story_id, run_id. What the placements of this batch move, before they are written.
create or replace temp table staged as
with placed as (
    select * from arriving_story_articles
    qualify row_number() over (partition by article_id order by story_id, duplicate_of, similarity) = 1
), moves as (
    select story_articles.story_id, placed.story_id as into_story_id, placed.article_id
    from placed
    join story_articles on story_articles.article_id = placed.article_id
    where placed.story_id <> story_articles.story_id
), staying as (
    select story_id from story_articles anti join placed using (article_id)
    union
    select story_id from placed
), reasons as (
    select story_id, into_story_id, min(why) as why from arriving_story_history group by all
), grouped as (
    select story_id, into_story_id, list(article_id order by article_id) as article_ids from moves group by all
), final as (
    select
        grouped.story_id,
        grouped.into_story_id,
        arriving_runs.run_id,
        if(grouped.story_id in (select story_id from staying), 'split', 'merged') as event,
        len(grouped.article_ids)::integer as articles,
        grouped.article_ids,
        coalesce(reasons.why, 'its articles were read again') as why,
        arriving_runs.started_at as moved_at
    from grouped
    cross join arriving_runs
    left join reasons using (story_id, into_story_id)
)
select * from final;
create or replace temp table fresh as
-- Twice in one run: the articles of both times, and the later reason.
select staged.* replace (
    list_sort(list_distinct(list_concat(staged.article_ids, coalesce(story_history.article_ids, [])))) as article_ids,
    len(list_distinct(list_concat(staged.article_ids, coalesce(story_history.article_ids, []))))::integer as articles
)
from staged left join story_history using (story_id, into_story_id, run_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join story_history using (story_id, into_story_id, run_id)) as added,
    (select count(*) from fresh semi join story_history using (story_id, into_story_id, run_id)) as changed,
    0 as removed;
delete from story_history using fresh
where
    story_history.story_id = fresh.story_id
    and story_history.into_story_id = fresh.into_story_id
    and story_history.run_id = fresh.run_id;
insert into story_history by name select * from fresh order by story_id, into_story_id;
select * from counts;
