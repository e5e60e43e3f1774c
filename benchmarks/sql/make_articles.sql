-- Grain: article. The made-up articles of made_parts.
create or replace temp table made_articles as
with joined as (
    select
        article,
        substring(sha256('https://outlet.example/' || article), 1, 16) as article_id,
        'https://outlet.example/' || article as url,
        'outlet-' || common(hash(article), 7, 60) as source,
        'Outlet ' || common(hash(article), 7, 60) as outlet,
        first(subject || ' and ' || third_name || ': ' || words order by position) as title,
        string_agg(part, '' order by position) as text,
        timestamptz '2023-01-01 00:00:00+00' + to_seconds(article * $seconds) as published_at
    from made_parts
    group by article
)
select *, substring(sha256(title || chr(10) || text), 1, 16) as version from joined;
