-- Grain: article_id. The $depth articles whose vectors are nearest to a question's: exact cosine, as all have unit length.
with compared as (
    select article_id, list_inner_product(vector, $vector::varchar::float[])::double as score
    from embeddings
    where model = $model and revision = $revision and backend = $backend and dimension = $dimension
)
select article_id, score from compared order by score desc, article_id limit $depth;
