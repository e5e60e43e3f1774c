-- Grain: the ledger's. The facts about one entity, by metric and then newest period first.
select * from ledger
where subject_key = $entity_id
order by metric, base_unit, period_start desc nulls last, period_key, change nulls first, compared_key nulls first;
