-- Grain: version_key. What is shown of some articles.
select version_key, article_id, title, outlet, source, url, published_at, text, story_id
from articles
left join story_articles using (article_id)
where version_key in ($keys);
