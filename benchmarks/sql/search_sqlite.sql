-- Grain: article_id. The same words, best first.
select article_id, title, body, rank from texts where texts match :words order by rank limit :count;
