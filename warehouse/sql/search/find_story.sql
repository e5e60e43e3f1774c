-- Grain: story_id. At most two stories whose id starts like that, an exact id first.
with counted as (
    select story_id, count(*) as claims from claims join story_articles using (article_id) group by story_id
)
select stories.*, coalesce(counted.claims, 0) as claims
from stories
left join counted using (story_id)
where starts_with(story_id, $story_id)
order by story_id = $story_id desc, story_id
limit 2;
