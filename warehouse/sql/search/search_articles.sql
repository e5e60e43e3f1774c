-- Grain: article_id. Full-text search (BM25 over title and body), best first. Words are compared by their stems.
with asked as (
    select unnest(list_distinct(search_words($words))[:40]) as word
), keyed as (
    select search_key(word) as word from asked
), found as (
    select word, number, hits from search_postings where word in (select word from keyed)
    union all
    select word, number, hits from search_arrivals where word in (select word from keyed)
), known as (
    select count(*) as articles, avg(words) as mean_words from search_articles
), current_found as (
    select found.*, words, article_id, count(*) over (partition by word) as articles_with
    from found
    join search_articles using (number)
), scored as (
    select
        article_id,
        sum(
            ln(1 + (known.articles - articles_with + 0.5) / (articles_with + 0.5))
            * hits * 2.2 / (hits + 1.2 * (0.25 + 0.75 * words / mean_words))
        ) as score
    from current_found, known
    group by article_id
    order by score desc, article_id
    limit $count
)
select
    articles.article_id,
    articles.title,
    articles.outlet,
    articles.source,
    articles.url,
    articles.published_at,
    story_articles.story_id,
    scored.score,
    articles.text
from scored
join articles on articles.article_id = scored.article_id and articles.is_current
left join story_articles on story_articles.article_id = scored.article_id
order by scored.score desc, articles.article_id;
