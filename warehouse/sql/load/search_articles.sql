-- Grain: article_id. Adds the current versions of the touched articles to full-text search. What an older version left in
-- the postings has a number that stands nowhere any more; order_postings.sql drops it.
create or replace temp table fresh as
with next_number as (
    select coalesce(max(number), 0) as taken from search_articles
), changed as (
    select article_id, version, title, text
    from articles
    semi join touched using (article_id)
    anti join search_articles using (article_id, version)
    where is_current
)
select
    article_id,
    version,
    (taken + row_number() over (order by article_id))::integer as number,
    search_words(title) as title_words,
    search_words(text) as text_words
from changed, next_number;
create or replace temp table counts as
select
    (select count(*) from fresh anti join search_articles using (article_id)) as added,
    (select count(*) from fresh semi join search_articles using (article_id)) as changed,
    0 as removed;
delete from search_articles using fresh where search_articles.article_id = fresh.article_id;
insert into search_articles by name
select
    article_id,
    version,
    version_key(article_id, version) as version_key,
    number,
    3 * len(title_words) + len(text_words) as words
from fresh
order by number;
insert into search_arrivals
with said as (
    select number, unnest(title_words) as word, 3 as hits from fresh
    union all
    select number, unnest(text_words), 1 from fresh
), counted as (
    select number, word, sum(hits) as hits from said group by all
)
select search_key(word) as word, number, hits from counted order by all;
select * from counts;
