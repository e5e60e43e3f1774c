-- Articles that full-text search counts otherwise than their words are counted.
with counted as (
    select number, sum(hits) as words
    from (
        select number, hits from search_postings
        union all
        select number, hits from search_arrivals
    )
    group by number
)
select
    'search_articles' as table_name,
    article_id as item,
    format('has {} words and {} in the index', search_articles.words, coalesce(counted.words, 0)) as problem
from search_articles
left join counted using (number)
where search_articles.words <> coalesce(counted.words, 0)
order by item;
