-- Grain: word, number. Postings and arrivals together in order, without what is of older versions: for place_postings.sql.
create or replace temp table moved as
select * from (
    select * from search_postings
    union all
    select * from search_arrivals
)
semi join search_articles using (number)
order by word, number;
