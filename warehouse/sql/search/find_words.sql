-- Grain: word. The first forty words of a question as full-text search sees them, and their keys.
with said as (
    select unnest(list_distinct(search_words($words))[:40]) as word
)
select word, search_key(word) as key from said;
