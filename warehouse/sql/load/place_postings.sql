-- Grain: word, number. Puts the postings back, after order_postings.sql, when they and the arrivals have been deleted.
insert into search_postings select * from moved;
drop table moved;
