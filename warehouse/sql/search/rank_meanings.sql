-- Grain: version_key. The $depth articles whose vectors are nearest to a question's: exact cosine, as all have unit length.
with compared as (
    select article_id, version, list_inner_product(vector, $vector::varchar::float[])::double as score
    from embeddings
    semi join (from articles select article_id where is_current and version_key in (select unnest($allowed::varchar::ubigint[]))) as fitting using (article_id) -- if allowed
    where model = $model and revision = $revision and backend = $backend and dimension = $dimension
), best as (
    select * from compared order by score desc, article_id limit $depth
)
select version_key(article_id, version) as key, score from best order by score desc, article_id;
