-- Grain: article_id. The stories of some articles.
select article_id, story_id from story_articles where article_id in (select unnest($article_ids::json::varchar[]));
