-- Grain: article_id. The articles that name an entity, newest first.
with named as (
    select article_id, count(*) as mentions from mentions where entity_id = $entity_id group by article_id
), claimed as (
    select article_id, count(*) as claims from claims where subject_id = $entity_id group by article_id
)
select
    articles.article_id,
    articles.title,
    articles.outlet,
    articles.source,
    articles.url,
    articles.published_at,
    story_articles.story_id,
    named.mentions,
    coalesce(claimed.claims, 0) as claims
from named
join articles on articles.article_id = named.article_id and articles.is_current
left join claimed on claimed.article_id = named.article_id
left join story_articles on story_articles.article_id = named.article_id
order by articles.published_at desc nulls last, articles.article_id
limit $count;
