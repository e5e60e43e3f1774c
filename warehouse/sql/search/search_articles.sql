-- Grain: article_id. Articles that have the words of a question (BM25 over headline and text, words by their stems), that
-- are near it in meaning (cosine), or both: the ranks of the two are joined as 1 / (60 + rank). Of each the best $depth count.
with asked as (
    select unnest(list_distinct(search_words($words))[:40]) as word
), keyed as (
    select search_key(word) as word from asked
), allowed as (
    select article_id, published_at
    from articles
    where
        is_current
        and ($outlet::varchar is null or contains(lower(outlet), lower($outlet)))
        and ($since::timestamptz is null or published_at >= $since)
        and ($until::timestamptz is null or published_at < $until)
        and ($article_ids::varchar[] is null or article_id in (select unnest($article_ids::varchar[])))
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
), worded as (
    select
        article_id,
        sum(
            ln(1 + (known.articles - articles_with + 0.5) / (articles_with + 0.5))
            * hits * 2.2 / (hits + 1.2 * (0.25 + 0.75 * words / mean_words))
        ) as word_score
    from known, current_found
    semi join allowed using (article_id)
    group by article_id
    order by word_score desc, article_id
    limit $depth
), compared as (
    select article_id, list_inner_product(vector, $vector::varchar::float[])::double as meaning_score
    from embeddings
    where
        $vector is not null
        and model = $model and revision = $revision and backend = $backend and dimension = $dimension
), meant as (
    select *
    from compared
    semi join allowed using (article_id)
    order by meaning_score desc, article_id
    limit $depth
), worded_ranked as (
    select *, row_number() over (order by word_score desc, article_id) as word_rank from worded
), meant_ranked as (
    select *, row_number() over (order by meaning_score desc, article_id) as meaning_rank from meant
), fused as (
    select
        article_id,
        word_score,
        word_rank,
        meaning_score,
        meaning_rank,
        coalesce(1.0::double / (60 + word_rank), 0) + coalesce(1.0::double / (60 + meaning_rank), 0) as score
    from worded_ranked
    full join meant_ranked using (article_id)
), page as (
    select *
    from fused
    where $last_id::varchar is null or score < $last_score or score = $last_score and article_id > $last_id
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
    page.score,
    page.word_score,
    page.word_rank,
    page.meaning_score,
    page.meaning_rank,
    articles.text
from page
join articles on articles.article_id = page.article_id and articles.is_current
left join story_articles on story_articles.article_id = page.article_id
order by page.score desc, articles.article_id;
