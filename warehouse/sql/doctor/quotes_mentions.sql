-- Mentions whose offsets do not give their words back.
select
    'mentions' as table_name,
    concat_ws(' ', mentions.article_id, mentions.start_pos || '-' || mentions.end_pos) as item,
    format(
        'says "{}" where the article has "{}"', mentions.text,
        substring(articles.text, mentions.start_pos + 1, greatest(mentions.end_pos - mentions.start_pos, 0))
    ) as problem
from mentions
join articles using (article_id, version)
where substring(articles.text, mentions.start_pos + 1, greatest(mentions.end_pos - mentions.start_pos, 0)) <> mentions.text
order by item;
