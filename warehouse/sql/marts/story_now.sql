-- Grain: story_id. An old story's id leads to where its articles are; one that still stands comes with what left it.
create or replace macro story_now(asked) as table
    with once_there as (
        select unnest(article_ids) as article_id from story_history where story_id = asked
        union
        select article_id from story_articles where story_id = asked
    ), final as (
        select story_id, count(*)::integer as articles
        from story_articles semi join once_there using (article_id)
        group by story_id
    )
    select * from final order by story_id <> asked, articles desc, story_id;
comment on macro table story_now is 'The stories that the articles of a story are in now, by its present or an old story_id: itself first if it still stands, then those with the most of its articles. Columns: story_id, articles.';
