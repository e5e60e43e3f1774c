-- Grain: word. The words of a question as full-text search sees them, in their order.
select unnest(search_words($words)) as word;
