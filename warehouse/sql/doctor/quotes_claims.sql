-- Claims whose offsets do not give their words back.
select
    'claims' as table_name,
    claims.claim_id as item,
    format(
        'says "{}" where the article has "{}"', claims.text,
        substring(articles.text, claims.start_pos + 1, greatest(claims.end_pos - claims.start_pos, 0))
    ) as problem
from claims
join articles using (article_id, version)
where substring(articles.text, claims.start_pos + 1, greatest(claims.end_pos - claims.start_pos, 0)) <> claims.text
order by item;
