-- Grain: claim_id. Claims that are about an entity or compare something with it, by metric and then in order of time.
select
    claims.* exclude (subject_read_as, reference_read_as),
    if(subject_id = $entity_id, 'subject', 'reference') as role
from claims
where
    (subject_id = $entity_id or reference_id = $entity_id)
    and ($metric is null or contains(lower(metric), lower($metric)))
    and ($since is null or published_at >= $since)
    and ($until is null or published_at < $until)
    and (
        $as_of is null
        or coalesce(
            published_at,
            (
                select fetched_at from articles
                where articles.article_id = claims.article_id and articles.version = claims.version
            )
        ) <= $as_of
    )
order by lower(metric), published_at nulls last, claim_id
limit $count;
