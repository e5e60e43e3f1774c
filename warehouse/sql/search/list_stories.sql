-- Grain: story_id. Stories, the last updated first.
with named as (
    select distinct story_id from story_articles semi join mentions using (article_id)
    where article_id in (select article_id from mentions where entity_id = $entity_id)
), counted as (
    select story_id, count(*) as claims from claims join story_articles using (article_id) group by story_id
)
select stories.*, coalesce(counted.claims, 0) as claims
from stories
left join counted using (story_id)
where
    ($entity_id is null or story_id in (select story_id from named))
    and ($since is null or updated_at >= $since)
    and ($until is null or started_at < $until)
order by updated_at desc nulls last, story_id
limit $count;
