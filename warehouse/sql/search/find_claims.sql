-- Grain: claim_id. Claims that are about an entity or compare something with it, by metric and then in order of time.
with known as (
    select * from claims where $as_of is null
    union all by name
    select * from claims_as_of($as_of) where $as_of is not null
)
select
    known.* exclude (subject_read_as, reference_read_as),
    if(subject_id = $entity_id, 'subject', 'reference') as role
from known
where
    (subject_id = $entity_id or reference_id = $entity_id)
    and ($metric is null or contains(lower(metric), lower($metric)))
    and ($since is null or published_at >= $since)
    and ($until is null or published_at < $until)
order by lower(metric), published_at nulls last, claim_id
limit $count;
