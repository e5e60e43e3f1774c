-- Grain: article_id. The articles of one story in order of publication.
select
    articles.article_id,
    articles.title,
    articles.outlet,
    articles.source,
    articles.url,
    articles.published_at,
    story_articles.duplicate_of,
    story_articles.similarity,
    story_articles.is_first
from story_articles
join articles on articles.article_id = story_articles.article_id and articles.is_current
where story_articles.story_id = $story_id
order by articles.published_at nulls last, articles.article_id;
