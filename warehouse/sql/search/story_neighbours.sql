-- Grain: story_id, follows. The stories that one story takes further (follows is false: it came before) and that take it
-- further, with what they share: names and rare words.
with links as (
    select next_story_id as story_id, true as follows, score, shared from story_links where story_id = $story_id
    union all
    select story_id, false, score, shared from story_links where next_story_id = $story_id
), words as (
    select story_id, follows, unnest(shared) as word, generate_subscripts(shared, 1) as place from links
), named as (
    select words.story_id, words.follows, list(coalesce(entities.name, words.word) order by words.place) as shared
    from words
    left join entities on entities.entity_id = words.word
    group by words.story_id, words.follows
), final as (
    select
        links.follows,
        links.story_id,
        stories.title,
        stories.started_at,
        stories.articles,
        links.score,
        coalesce(named.shared, []) as shared
    from links
    join stories using (story_id)
    left join named using (story_id, follows)
)
select * from final order by follows, started_at nulls last, score desc, story_id;
