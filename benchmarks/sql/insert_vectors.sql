-- Grain: article_id. Vectors of a chunk of articles.
insert into embeddings by name
select
    article_id, version, $model as model, $revision as revision, $backend as backend, $dimension as dimension,
    vector::float[] as vector
from made_vectors
join made_articles using (article_id)
order by article_id;
