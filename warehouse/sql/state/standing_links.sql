-- Grain: story_id, next_story_id. The follow-ups that lead from or to some stories, or with null all of them.
with asked as (
    select unnest($ids::json::varchar[]) as story_id
)
select story_id, next_story_id, score, shared
from story_links
where $ids is null or story_id in (from asked) or next_story_id in (from asked)
order by story_id, next_story_id;
