-- Grain: claim_id. The claims of one story's own articles; copies repeat them.
select claims.* exclude (subject_read_as, reference_read_as), 'subject' as role
from claims
join story_articles using (article_id)
where story_articles.story_id = $story_id and story_articles.duplicate_of is null
order by lower(subject), lower(metric), published_at nulls last, claim_id
limit $count;
