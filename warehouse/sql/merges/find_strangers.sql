-- Grain: entity_id. Names that the registry does not know, those of most articles first. Read by merges.list_strangers.
with named as (
    select mentions.entity_id, article_id, coalesce(published_at, fetched_at) as seen_at
    from mentions
    join articles using (article_id, version)
    where starts_with(mentions.entity_id, 'new:')
), claimed as (
    select subject_id as entity_id, count(*) as claims from claims where starts_with(subject_id, 'new:') group by all
), counted as (
    select
        entity_id,
        count(distinct article_id) as articles,
        count(*) as mentions,
        min(seen_at) as first_seen,
        max(seen_at) as last_seen
    from named
    group by entity_id
), final as (
    select
        entity_id,
        label,
        name,
        aliases as spellings,
        articles,
        mentions,
        coalesce(claims, 0) as claims,
        first_seen,
        last_seen
    from entities
    join counted using (entity_id)
    left join claimed using (entity_id)
    where ($label is null or label = $label) and articles >= $least
)
select * from final
order by articles desc, mentions desc, entity_id
limit $count;
