-- Claims whose sentence is not where they say, or does not hold their quantity.
select
    'claims' as table_name,
    claim_id as item,
    if(
        substring(articles.text, sentence_start + 1, length(sentence)) <> sentence,
        'has a sentence that is not in the article at ' || sentence_start,
        'has a quantity outside of its sentence'
    ) as problem
from claims
join articles using (article_id, version)
where
    substring(articles.text, sentence_start + 1, length(sentence)) <> sentence
    or start_pos < sentence_start
    or end_pos > sentence_start + length(sentence)
order by item;
