-- Grain: claim. The keys of a page of claims that fit a question, the last published first; those without a date last.
-- See sql.load_given for `-- if`, sql.write_numbers for $keys, $last and $count. One condition is a filter; of several
-- (conditions) each must be met by a claim about the same subject, whatever page that is on.
select
    distinct on (published_at, claim) -- if conditions
    claim
from claim_places
join (select unnest($conditions::struct(place integer, unit varchar, least double, most double, words varchar)[], recursive := true)) as asked on -- if conditions
    base_unit = asked.unit and base_value <= asked.most and coalesce(base_high, base_value) >= asked.least and contains(lower(metric), lower(asked.words)) -- if conditions
where
    true
    and not is_reference -- if anything
    and entity in ($keys) -- if entities
    and entity in ($keys) and (not is_reference or subject not in ($keys)) -- if several
    and contains(lower(metric), lower($metric)) -- if metric
    and contains(lower(speaker), lower($speaker)) -- if speaker
    and contains(lower(outlet), lower($outlet)) -- if outlet
    and modality = $modality -- if modality
    and published_at >= $since -- if since
    and published_at < $until -- if until
    and article in (select unnest($articles::varchar::ubigint[])) -- if articles
    and claim in (select unnest($claims::varchar::ubigint[])) -- if claims
    and base_unit = $unit and base_value is not null -- if unit
    and coalesce(base_high, base_value) >= $least -- if least
    and base_value <= $most -- if most
    and contains(lower(metric), lower($words)) -- if words
    and (published_at < $last_at or published_at is null or published_at = $last_at and claim > $last) -- if dated
    and published_at is null and claim > $last -- if undated
qualify -- if conditions
    len(list_distinct(list(asked.place) over (partition by subject))) = len($conditions) -- if conditions
    and (published_at < $last_at or published_at is null or published_at = $last_at and claim > $last) -- if dated_met
    and published_at is null and claim > $last -- if undated_met
order by published_at desc nulls last, claim
limit $count;
