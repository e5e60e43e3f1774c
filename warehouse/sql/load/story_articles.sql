-- Grain: article_id. An article belongs to one story; which one came first is the story's to say.
create or replace temp table staged as
with arriving as (
    select * from arriving_story_articles
    qualify row_number() over (partition by article_id order by story_id, duplicate_of, similarity) = 1
), restated as (
    select * from story_articles
    semi join arriving_stories using (story_id)
    anti join arriving using (article_id)
), firsts as (
    select story_id, first_article_id from arriving_stories
    union all
    select story_id, first_article_id from stories anti join arriving_stories using (story_id)
), final as (
    select every_placement.* replace (coalesce(firsts.first_article_id = article_id, false) as is_first)
    from (
        select * from arriving
        union all
        select * from restated
    ) as every_placement
    left join firsts using (story_id)
)
select * from final;
create or replace temp table fresh as
select * from staged
except
select * from story_articles semi join staged using (article_id);
insert into moved_articles select article_id from fresh;
create or replace temp table counts as
select
    (select count(*) from fresh anti join story_articles using (article_id)) as added,
    (select count(*) from fresh semi join story_articles using (article_id)) as changed,
    0 as removed;
delete from story_articles using fresh
where story_articles.article_id = fresh.article_id;
insert into story_articles by name select * from fresh order by story_id, article_id;
select * from counts;
