-- Claims of older versions whose offsets do not give their words back.
select
    'past_claims' as table_name,
    past_claims.claim_id as item,
    format(
        'says "{}" where the article has "{}"', past_claims.text,
        substring(articles.text, past_claims.start_pos + 1, greatest(past_claims.end_pos - past_claims.start_pos, 0))
    ) as problem
from past_claims
join articles using (article_id, version)
where
    substring(articles.text, past_claims.start_pos + 1, greatest(past_claims.end_pos - past_claims.start_pos, 0))
    <> past_claims.text
order by item;
