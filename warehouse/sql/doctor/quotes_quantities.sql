-- Quantities whose offsets do not give their words back.
select
    'quantities' as table_name,
    concat_ws(' ', quantities.article_id, quantities.start_pos || '-' || quantities.end_pos) as item,
    format(
        'says "{}" where the article has "{}"', quantities.text,
        substring(articles.text, quantities.start_pos + 1, greatest(quantities.end_pos - quantities.start_pos, 0))
    ) as problem
from quantities
join articles using (article_id, version)
where substring(articles.text, quantities.start_pos + 1, greatest(quantities.end_pos - quantities.start_pos, 0)) <> quantities.text
order by item;
