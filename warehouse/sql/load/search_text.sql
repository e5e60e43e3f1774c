-- Grain: article_id. What full-text search reads of each current article.
create or replace temp table staged as
select
    article_id,
    searchable(title) as title,
    searchable(text) as body
from articles
semi join touched using (article_id)
where is_current;
create or replace temp table fresh as
select * from staged
except
select * from search_text semi join touched using (article_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join search_text using (article_id)) as added,
    (select count(*) from fresh semi join search_text using (article_id)) as changed,
    0 as removed;
delete from search_text using fresh where search_text.article_id = fresh.article_id;
insert into search_text by name select * from fresh order by article_id;
select * from counts;
