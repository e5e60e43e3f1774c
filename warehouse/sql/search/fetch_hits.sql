-- Grain: version_key. What is shown of some articles. Their stories are asked for on their own: with a join, DuckDB would
-- not look the keys up in the index but read all texts.
select version_key, article_id, title, outlet, source, url, published_at, text
from articles
where version_key in ($keys);
