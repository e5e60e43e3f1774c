-- Every article, and every comparison, as if each had just been loaded.
create or replace temp table touched as
select distinct article_id from articles;
