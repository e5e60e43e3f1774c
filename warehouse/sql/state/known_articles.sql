-- Grain: article_id. What is known of the articles $ids: their versions, the current one, and when each was last seen.
select
    article_id,
    list(version) as versions,
    max(version) filter (is_current) as current_version,
    max(last_seen_at) as seen_at
from articles
join sightings using (article_id, version)
where article_id in (select unnest($ids::json::varchar[]))
group by article_id;
