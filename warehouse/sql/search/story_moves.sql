-- Grain: story_id, into_story_id, run_id. What came to one story from others, and what left it.
select story_id, into_story_id, event, articles, why, moved_at
from story_history
where story_id = $story_id or into_story_id = $story_id
order by moved_at, story_id, into_story_id;
