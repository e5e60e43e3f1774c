-- Grain: fact_id. The facts about one entity as they stood at a moment, by metric and then newest period first.
select * from ledger_as_of($as_of, learned_by := $learned_by, about := $entity_id)
where subject_key = $entity_id and ($metric is null or contains(metric, lower($metric)))
order by metric, base_unit, period_start desc nulls last, period_key, change nulls first, compared_key nulls first;
