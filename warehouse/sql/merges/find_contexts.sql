-- Grain: entity_id, article. The text around the first mention in a few articles, originals before copies. `before` is how
-- much of it stands in front of the name. Read by merges.list_strangers.
with placed as (
    select
        mentions.entity_id,
        substring(articles.text, greatest(start_pos - 299, 1), 700) as around,
        least(start_pos, 300) as before,
        row_number() over (
            partition by mentions.entity_id, article_id order by start_pos
        ) as place_in_article,
        duplicate_of is not null as is_copy,
        coalesce(published_at, fetched_at) as seen_at,
        article_id
    from mentions
    join articles using (article_id, version)
    left join story_articles using (article_id)
    where mentions.entity_id in (select unnest($ids::json::varchar[]))
), final as (
    select entity_id, around, before
    from placed
    where place_in_article = 1
    qualify row_number() over (partition by entity_id order by is_copy, seen_at, article_id) <= 6
    order by entity_id, is_copy, seen_at, article_id
)
select * from final;
