-- One part of all articles, as if each had just been loaded.
create or replace temp table touched as
select distinct article_id from articles where hash(article_id) % $parts = $part;
