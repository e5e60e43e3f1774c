-- Puts a chunk of made-up articles into the warehouse's tables.
insert into articles by name
select
    article_id, version, url, url as canonical_url, source, outlet, title, text, []::varchar[] as authors,
    published_at, null::timestamptz as modified_at, 'en' as language, published_at as fetched_at,
    null::varchar as archive, true as is_current, true as zoned, null::varchar as section, []::varchar[] as tags,
    false as paywalled, false as live, version_key(article_id, version) as version_key
from made_articles
order by published_at;
insert into mentions by name select * from made_mentions order by article_id, start_pos;
insert into quantities by name
select
    article_id, version, start_pos, end_pos, text, value, high, unit, unit_name, kind, bound, change, concept,
    base_value, base_high, base_unit
from made_claims
order by article_id, start_pos;
insert into claims by name select * from made_claims order by subject_id, metric, published_at, claim_id;
-- one story for four articles, and every tenth article a copy of the one before
insert into stories by name
select
    first(article_id order by article) as story_id,
    first(title order by article) as title,
    first(article_id order by article) as first_article_id,
    list_sort(list(distinct outlet)) as outlets,
    count(*) as articles,
    count(*) filter (article % 10 <> 9) as independent,
    min(published_at) as started_at,
    max(published_at) as updated_at
from made_articles
group by article // 4;
insert into story_articles by name
select
    article_id,
    first_value(article_id) over (partition by article // 4 order by article) as story_id,
    if(article % 10 = 9, lag(article_id) over (partition by article // 4 order by article), null) as duplicate_of,
    0.9 as similarity,
    row_number() over (partition by article // 4 order by article) = 1 as is_first
from made_articles;
