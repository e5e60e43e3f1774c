-- Grain: claim. The claims of the articles in `touched` as answers look them up: claim_cards, claim_places, article_claims.
create or replace temp table staged_cards as
select
    hex_key(claim_id) as claim,
    hex_key(article_id) as article,
    coalesce(subject_id, lower(subject)) as subject_key,
    claims.* exclude (claim_id, article_id),
    -- in the order of the fields of rows.ClaimRow
    json_array(
        claim_id, article_id, version, start_pos, end_pos, text, sentence, sentence_start, value, high, unit, unit_name, kind,
        bound, change, concept, base_value, base_high, base_unit, subject, subject_id, metric, reference, reference_id,
        attribution, modality, period, period_start, period_end, confidence, outlet, source, title, url,
        epoch_us(published_at), via, negated
    )::varchar as card
from claims semi join touched using (article_id);
create or replace temp table standing as
select claim from claim_places
where not is_reference and article in (select hex_key(article_id) from touched);
create or replace temp table fresh as
select claim, card from staged_cards
except
select claim, card from claim_cards semi join standing using (claim);
create or replace temp table stale as
select claim from standing anti join staged_cards using (claim);
create or replace temp table counts as
select
    (select count(*) from fresh anti join standing using (claim)) as added,
    (select count(*) from fresh semi join standing using (claim)) as changed,
    (select count(*) from stale) as removed;
create or replace temp table gone as
select claim from fresh semi join standing using (claim)
union
select claim from stale;
delete from claim_cards using gone where claim_cards.claim = gone.claim;
delete from claim_places using gone where claim_places.claim = gone.claim;
-- those of one article lie together: a hit of a search shows some of them
insert into claim_cards by name
select claim, card from staged_cards semi join fresh using (claim) order by article, start_pos, claim;
insert into claim_places by name
with arriving as (
    select * from staged_cards semi join fresh using (claim)
), named as (
    select *, entity_key(subject_key) as entity, false as is_reference from arriving
    union all by name
    select *, entity_key(reference_id) as entity, true as is_reference from arriving
    where reference_id is not null and reference_id is distinct from subject_id
)
select
    entity, published_at, claim, is_reference, entity_key(subject_key) as subject, article, metric, attribution as speaker,
    outlet, modality, base_unit, base_value, base_high
from named
order by entity, published_at desc nulls last, claim;
delete from article_claims where article in (select hex_key(article_id) from touched);
insert into article_claims by name
select article, list(claim order by start_pos, claim) as claims from staged_cards group by article order by article;
drop table staged_cards;
drop table standing;
drop table gone;
select * from counts;
