-- Grain: fact_id. The facts about one entity, by metric and then newest period first.
select * from facts
where subject_key = $entity_id and ($metric is null or contains(metric, lower($metric)))
order by metric, base_unit, period_start desc nulls last, period_key, change nulls first, compared_key nulls first;
