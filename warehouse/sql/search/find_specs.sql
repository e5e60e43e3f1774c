-- Grain: metric, base_unit. The sheet of one entity.
select * from spec_sheet_as_of($as_of, learned_by := $learned_by, about := $entity_id)
where subject_key = $entity_id
order by place, base_unit;
