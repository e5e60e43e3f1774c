-- Grain: article_id. What is shown of some articles. They are looked up by their place: so only these texts are read.
with wanted as (
    select rowid as place from articles
    where is_current and article_id in (select unnest($article_ids::varchar[]))
)
select
    articles.article_id,
    articles.title,
    articles.outlet,
    articles.source,
    articles.url,
    articles.published_at,
    story_articles.story_id,
    articles.text
from articles
left join story_articles on story_articles.article_id = articles.article_id
where articles.rowid in (select place from wanted);
