-- Grain: claim_id. The same question as choose_claims and fetch_cards: claims of an entity with filters, the last published first.
select * from claims
where
    (subject_id = :entity_id or reference_id = :entity_id)
    and (:metric is null or instr(lower(metric), lower(:metric)))
    and (:outlet is null or instr(lower(outlet), lower(:outlet)))
    and (:modality is null or modality = :modality)
    and (:least is null or base_unit = 'USD' and base_value >= :least)
order by published_at desc, claim_id
limit :count;
