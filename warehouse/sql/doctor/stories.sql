-- Stories and their articles that do not fit together.
with counted as (
    select story_id, count(*) as articles from story_articles group by story_id
), faults as (
    select 'stories' as table_name, story_id as item, 'has no articles' as problem
    from stories anti join story_articles using (story_id)
    union all
    select 'stories', story_id, format('says {} articles and has {}', stories.articles, counted.articles)
    from stories join counted using (story_id)
    where stories.articles <> counted.articles
    union all
    select 'stories', story_id, 'begins with ' || first_article_id || ', which is not in it'
    from stories
    semi join story_articles using (story_id)
    where (story_id, first_article_id) not in (select (story_id, article_id) from story_articles)
    union all
    select 'story_articles', article_id, 'is in ' || story_id || ', which is no story'
    from story_articles anti join stories using (story_id)
    union all
    select 'story_articles', article_id, 'is no article' from story_articles anti join articles using (article_id)
    union all
    select 'story_articles', article_id, 'copies ' || duplicate_of || ', which is no article'
    from story_articles
    where duplicate_of is not null and duplicate_of not in (select article_id from articles)
    union all
    select 'story_articles', article_id, 'copies itself' from story_articles where duplicate_of = article_id
    union all
    select 'story_articles', article_id, 'is not marked as its story has it'
    from story_articles join stories using (story_id)
    where is_first <> (first_article_id = article_id)
)
select * from faults order by all;
