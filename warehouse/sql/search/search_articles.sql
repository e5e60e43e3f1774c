-- Grain: article_id. Full-text search (BM25 over title and body), best first.
with scored as (
    select article_id, fts_main_search_text.match_bm25(article_id, searchable($words)) as score
    from search_text
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
where scored.score is not null
order by scored.score desc, articles.published_at desc nulls last, articles.article_id
limit $count;
