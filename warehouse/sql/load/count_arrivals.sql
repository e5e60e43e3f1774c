-- One row: how many postings there are in order, and how many have arrived since.
select
    (select count(*) from search_postings) as postings,
    (select count(*) from search_arrivals) as arrivals;
