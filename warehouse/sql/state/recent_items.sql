-- Grain: article_id. The window that new articles are clustered with: current, embedded by this model, in a story; with
-- the earlier articles of the same stories, so that a story that goes on is told whole.
-- Names that the registry does not know have no id outside the warehouse, so they are left out of entity_ids.
with dated as (
    select article_id from articles
    where
        is_current
        and ($since is null or coalesce(published_at, fetched_at) >= $since)
        and ($until is null or coalesce(published_at, fetched_at) < $until)
    order by coalesce(published_at, fetched_at) desc, article_id
    limit coalesce($most::bigint, 9223372036854775807)
), told as (
    select distinct story_id from story_articles
    semi join dated using (article_id)
), members as (
    select article_id from story_articles
    semi join told using (story_id)
), window_articles as (
    select * from articles
    semi join members using (article_id)
    where is_current
), named as (
    select article_id, list_sort(list(distinct entity_id)) as entity_ids
    from mentions
    semi join window_articles using (article_id)
    where not starts_with(entity_id, 'new:')
    group by article_id
), final as (
    select
        window_articles.article_id,
        window_articles.title,
        window_articles.text,
        window_articles.published_at,
        window_articles.outlet,
        coalesce(named.entity_ids, []) as entity_ids,
        embeddings.vector,
        story_articles.story_id,
        story_articles.duplicate_of,
        story_articles.similarity
    from window_articles
    join embeddings on
        embeddings.article_id = window_articles.article_id
        and embeddings.version = window_articles.version
        and embeddings.model = $name
        and embeddings.revision = $revision
        and embeddings.backend = $backend
        and embeddings.dimension = $dimension
    join story_articles on story_articles.article_id = window_articles.article_id
    left join named on named.article_id = window_articles.article_id
)
select * from final order by published_at nulls last, article_id;
