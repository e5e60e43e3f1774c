-- Grain: article_id. The same as rank_words, of the articles that fit a question.
with asked as (
    select unnest(list_distinct(search_words($words))[:40]) as word
), keyed as (
    select search_key(word) as word from asked
), allowed as (
    select article_id
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
    select count(*)::double as articles, avg(words) as mean_words from search_articles
), current_found as (
    select found.*, words, article_id
    from found
    join search_articles using (number)
), weighed as (
    select word, ln(1 + (any_value(articles) - count(*) + 0.5::double) / (count(*) + 0.5::double)) as weight
    from current_found, known
    group by word
), scored as (
    select
        number,
        sum(weight * hits * 2.2::double / (hits + 1.2::double * (0.25::double + 0.75::double * words / mean_words))) as score
    from known, current_found
    join weighed using (word)
    semi join allowed using (article_id)
    group by number
    order by score desc, number
    limit $depth
)
select article_id, score
from scored
join search_articles using (number)
order by score desc, article_id;
