-- Grain: day. What came out on a story on each day: articles, how many of them copies, outlets that had not reported
-- before, and figures that no original had given before. Articles without a date come last, under no day.
with members as (
    select
        articles.article_id,
        (articles.published_at at time zone 'UTC')::date as day,
        coalesce(articles.outlet, articles.source) as outlet,
        story_articles.duplicate_of is not null as is_copy
    from story_articles
    join articles on articles.article_id = story_articles.article_id and articles.is_current
    where story_articles.story_id = $story_id
), outlets as (
    select day, list(outlet order by outlet) as new_outlets
    from (select outlet, min(day) as day from members group by outlet)
    group by day
), figures as (
    select min(members.day) as day
    from claim_facts
    join members using (article_id)
    where claim_facts.is_current and not members.is_copy
    group by fact_id, coalesce(base_value::varchar, lower(text)), base_high
), said as (
    select day, count(*) as new_claims from figures group by day
), counted as (
    select day, count(*) as articles, count(*) filter (is_copy) as copies from members group by day
), final as (
    select
        counted.day,
        counted.articles,
        counted.copies,
        coalesce(outlets.new_outlets, []) as new_outlets,
        coalesce(said.new_claims, 0) as new_claims
    from counted
    left join outlets on outlets.day is not distinct from counted.day
    left join said on said.day is not distinct from counted.day
)
select * from final order by day nulls last;
