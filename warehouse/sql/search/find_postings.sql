-- Grain: word, number. In which articles some words stand, and how often.
select word, number, hits from search_postings where word in ($keys)
union all
select word, number, hits from search_arrivals where word in ($keys);
