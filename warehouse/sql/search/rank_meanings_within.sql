-- Grain: article_id. The same as rank_meanings, of the articles that fit a question.
with allowed as (
    select article_id
    from articles
    where
        is_current
        and ($outlet::varchar is null or contains(lower(outlet), lower($outlet)))
        and ($since::timestamptz is null or published_at >= $since)
        and ($until::timestamptz is null or published_at < $until)
        and ($article_ids::varchar[] is null or article_id in (select unnest($article_ids::varchar[])))
), compared as (
    select article_id, list_inner_product(vector, $vector::varchar::float[])::double as score
    from embeddings semi join allowed using (article_id)
    where model = $model and revision = $revision and backend = $backend and dimension = $dimension
)
select article_id, score from compared order by score desc, article_id limit $depth;
