-- Grain: word, number. Puts the arrivals in their places among the postings, and drops what is of older versions.
create or replace temp table moved as
select * from (
    select * from search_postings
    union all
    select * from search_arrivals
)
semi join search_articles using (number)
order by word, number;
truncate search_postings;
insert into search_postings select * from moved;
truncate search_arrivals;
drop table moved;
