-- Grain: version_key. What is shown of some articles.
select version_key, article_id, title, outlet, source, url, published_at, text
from articles
where version_key in ($keys);
