-- Grain: story_id. Stories, the last updated first, with who had them first and how much there is of them.
with named as (
    select distinct story_id from story_articles
    where article_id in (select article_id from mentions where entity_id = $entity_id)
), chosen as (
    select * from stories
    where
        ($entity_id is null or story_id in (select story_id from named))
        and ($since is null or updated_at >= $since)
        and ($until is null or started_at < $until)
    order by updated_at desc nulls last, story_id
    limit $count
), counted as (
    select story_articles.story_id, count(*) as claims
    from claims
    join story_articles using (article_id)
    semi join chosen using (story_id)
    group by story_articles.story_id
), followed as (
    select story_id, count(*) as follow_ups from story_links group by story_id
), following as (
    select next_story_id as story_id, count(*) as follows from story_links group by next_story_id
), firsts as (
    select article_id, outlet, url from articles
    where is_current and article_id in (select first_article_id from chosen)
), final as (
    select
        chosen.story_id,
        chosen.title,
        firsts.outlet as first_outlet,
        firsts.url as first_url,
        chosen.started_at,
        chosen.updated_at,
        chosen.articles,
        chosen.independent,
        chosen.articles - chosen.independent as copies,
        chosen.outlets,
        coalesce(counted.claims, 0) as claims,
        coalesce(following.follows, 0) as follows,
        coalesce(followed.follow_ups, 0) as follow_ups
    from chosen
    left join firsts on firsts.article_id = chosen.first_article_id
    left join counted on counted.story_id = chosen.story_id
    left join followed on followed.story_id = chosen.story_id
    left join following on following.story_id = chosen.story_id
)
select * from final order by updated_at desc nulls last, story_id;
