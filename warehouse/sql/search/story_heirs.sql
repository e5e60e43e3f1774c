-- Grain: story_id. Old ids that start like that, and the story with the most of each one's articles now.
with once_there as (
    select distinct story_id from story_history where starts_with(story_id, $story_id)
), final as (
    select
        once_there.story_id as old_id,
        story_articles.story_id,
        count(*) as articles
    from once_there
    join story_history using (story_id)
    join story_articles on list_contains(story_history.article_ids, story_articles.article_id)
    group by all
)
select * from final order by old_id, articles desc, story_id;
