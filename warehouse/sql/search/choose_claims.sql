-- Grain: claim. The keys of a page of claims that fit a question, the last published first. See sql.load_given for `-- if`.
-- One condition is a filter; of several (conditions) each must be met by a claim about the same subject.
with matched as (
    select
        distinct -- if conditions
        claim,
        coalesce(published_at, '-infinity'::timestamptz) as published_at
    from claim_places
    join (select unnest($conditions::struct(place integer, unit varchar, least double, most double, words varchar)[], recursive := true)) as asked on -- if conditions
        base_unit = asked.unit and base_value <= asked.most and coalesce(base_high, base_value) >= asked.least and contains(lower(metric), lower(asked.words)) -- if conditions
    where
        true
        and not is_reference -- if anything
        and entity = entity_key($entity) -- if entity
        and entity in (select entity_key(unnest($entities::varchar[]))) -- if entities
        and (not is_reference or subject not in (select entity_key(unnest($entities::varchar[])))) -- if entities
        and contains(lower(metric), lower($metric)) -- if metric
        and contains(lower(speaker), lower($speaker)) -- if speaker
        and contains(lower(outlet), lower($outlet)) -- if outlet
        and modality = $modality -- if modality
        and published_at >= $since -- if since
        and published_at < $until -- if until
        and article in (select unnest($articles::varchar::ubigint[])) -- if articles
        and claim in (select unnest($claims::varchar::ubigint[])) -- if claims
        and base_unit = $unit and base_value <= $most and coalesce(base_high, base_value) >= $least and contains(lower(metric), lower($words)) -- if unit
    qualify len(list_distinct(list(asked.place) over (partition by subject))) = len($conditions) -- if conditions
)
select claim
from matched
where published_at < $last_at::timestamptz or published_at = $last_at::timestamptz and claim > hex_key($last_id) -- if last_id
order by published_at desc, claim
limit $count;
