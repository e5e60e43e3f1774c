-- Grain: kind, item. What points at an article that is neither in the warehouse nor in the batch.
with known as (
    select article_id, version from articles
    union
    select article_id, version from arriving_articles
), strays as (
    select 'document' as kind, article_id || ' version ' || version as item
    from arriving_documents anti join known using (article_id, version)
    union all
    select 'sighting', article_id || ' version ' || version
    from arriving_sightings anti join known using (article_id, version)
    union all
    select 'embedding', article_id from arriving_embeddings anti join known using (article_id)
    union all
    select 'placement', article_id from arriving_story_articles anti join known using (article_id)
)
select kind, item from strays order by kind, item limit 1;
