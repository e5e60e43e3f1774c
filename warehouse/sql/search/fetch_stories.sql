-- Grain: article_id. The stories of some articles, whose ids are given in one text: a list is bound one by one.
select article_id, story_id from story_articles where article_id in (select unnest(string_split($article_ids, ' ')));
