-- Claims that answers do not find, or show as they no longer are.
with shown as (
    select claim, card ->> '$[0]' as claim_id, card ->> '$[4]' as end_pos, card ->> '$[6]' as sentence, card ->> '$[20]' as subject_id,
        card ->> '$[32]' as title
    from claim_cards
), listed as (
    select unnest(claims) as claim from article_claims
), faults as (
    select 'claims' as table_name, claim_id as item, 'has no card' as problem
    from claims anti join claim_cards on claim_cards.claim = hex_key(claims.claim_id)
    union all
    select 'claim_cards', claim_id, 'is of no claim' from shown anti join claims using (claim_id)
    union all
    select 'claim_cards', claim_id, 'shows the claim as it is not'
    from shown join claims using (claim_id)
    where
        shown.sentence <> claims.sentence
        or shown.subject_id is distinct from claims.subject_id
        or shown.title <> claims.title
        or shown.end_pos::integer <> claims.end_pos
    union all
    select 'claims', claim_id, 'has no place'
    from claims anti join claim_places on claim_places.claim = hex_key(claims.claim_id) and not is_reference
    union all
    select 'claim_places', claim::varchar, 'is of no claim' from claim_places anti join claim_cards using (claim)
    union all
    select 'claims', claim_id, 'is not among those of its article'
    from claims anti join listed on listed.claim = hex_key(claims.claim_id)
    union all
    select 'article_claims', listed.claim::varchar, 'is of no claim' from listed anti join claim_cards using (claim)
)
select distinct table_name, item, problem from faults order by all;
