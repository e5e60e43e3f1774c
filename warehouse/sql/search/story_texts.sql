-- Grain: article_id. The beginnings of a story's first originals, with the places of names and figures in them.
with originals as (
    select articles.article_id, articles.version, articles.published_at, left(articles.text, $most_characters) as text
    from story_articles
    join articles on articles.article_id = story_articles.article_id and articles.is_current
    where story_articles.story_id = $story_id and story_articles.duplicate_of is null
    order by articles.published_at nulls last, articles.article_id
    limit $most_texts
), marks as (
    select mentions.article_id, mentions.version, mentions.start_pos, mentions.end_pos, mentions.entity_id as key
    from mentions
    semi join originals using (article_id)
    union all
    select
        quantities.article_id,
        quantities.version,
        quantities.start_pos,
        quantities.end_pos,
        concat_ws(' ', 'figure', coalesce(quantities.base_value::varchar, lower(quantities.text)), quantities.base_unit)
    from quantities
    semi join originals using (article_id)
), marked as (
    select
        article_id,
        version,
        list({'start': start_pos, 'end': end_pos, 'key': key} order by start_pos, end_pos, key) as marks
    from marks
    group by article_id, version
), final as (
    select originals.article_id, originals.text, originals.published_at, coalesce(marked.marks, []) as marks
    from originals
    left join marked using (article_id, version)
)
select * from final order by published_at nulls last, article_id;
