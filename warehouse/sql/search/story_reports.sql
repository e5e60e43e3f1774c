-- Grain: article_id. The articles of one story in order of publication, with the text of the first originals' beginnings.
with members as (
    select * from story_articles where story_id = $story_id
), final as (
    select
        articles.article_id,
        articles.title,
        articles.outlet,
        articles.source,
        articles.url,
        articles.authors,
        articles.published_at,
        members.duplicate_of,
        members.similarity,
        members.is_first
    from members
    join articles on articles.article_id = members.article_id and articles.is_current
)
select * from final order by published_at nulls last, article_id;
