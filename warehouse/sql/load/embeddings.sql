-- Grain: article_id, model, revision, backend, dimension. Only of current versions: the vector of an article that
-- arrives in older versions alone is left out. An article whose vector another model has made anew loses the one before,
-- which is compared with nothing any more.
create or replace temp table staged as
select arriving_embeddings.* replace (articles.version as version)
from arriving_embeddings
join articles on articles.article_id = arriving_embeddings.article_id and articles.is_current
where
    articles.article_id not in (select article_id from arriving_articles)
    or (articles.article_id, articles.version) in (select (article_id, version) from arriving_articles)
qualify row_number() over (
    partition by arriving_embeddings.article_id, model, revision, backend, dimension
    order by vector
) = 1;
create or replace temp table fresh as
select * from staged
except
select * from embeddings semi join staged using (article_id);
create or replace temp table stale as
select article_id, model, revision, backend, dimension
from embeddings
semi join (select article_id from touched union select article_id from staged) using (article_id)
anti join staged using (article_id, model, revision, backend, dimension)
where
    (article_id, version) not in (select (article_id, version) from articles where is_current)
    or article_id in (select article_id from staged);
create or replace temp table counts as
select
    (
        select count(*) from fresh
        anti join embeddings using (article_id, model, revision, backend, dimension)
    ) as added,
    (
        select count(*) from fresh
        semi join embeddings using (article_id, model, revision, backend, dimension)
    ) as changed,
    (select count(*) from stale) as removed;
delete from embeddings using (
    select article_id, model, revision, backend, dimension from fresh
    union
    select * from stale
) as gone
where
    embeddings.article_id = gone.article_id
    and embeddings.model = gone.model
    and embeddings.revision = gone.revision
    and embeddings.backend = gone.backend
    and embeddings.dimension = gone.dimension;
insert into embeddings by name select * from fresh order by article_id;
select * from counts;
