-- Grain: article_id, sentence. The claim sentences of some articles that have the most words of a question, three of each.
with asked as (
    select list_distinct(search_words($words)) as words
), sentences as (
    select article_id, sentence, min(sentence_start) as sentence_start, max(confidence) as confidence
    from claims
    where article_id in (select unnest($article_ids))
    group by article_id, sentence
), ranked as (
    select
        article_id,
        sentence,
        sentence_start,
        len(list_intersect(search_words(sentence), words)) as words_in_common,
        confidence
    from sentences, asked
)
select article_id, sentence
from ranked
where words_in_common > 0
qualify row_number() over (
    partition by article_id order by words_in_common desc, confidence desc, sentence_start
) <= 3
order by article_id, words_in_common desc, confidence desc, sentence_start;
