-- Grain: policy_id, number. Read by regulated_chips.
create or replace view policy_thresholds as
with listed as (
    select
        entity_id as policy_id,
        name as policy,
        unnest(json_extract(details ->> 'thresholds', '$[*]')) as item,
        generate_subscripts(json_extract(details ->> 'thresholds', '$[*]'), 1) as number
    from entities
    where label = 'POLICY' and json_valid(details ->> 'thresholds')
), sizes as (
    select * from (
        values
        ('TB/s', 1e12, 'B/s'), ('GB/s', 1e9, 'B/s'), ('TOPS', 1e12, 'OPS'), ('nm', 1e-9, 'm'),
        ('TPP/mm2', 1.0, 'PD'), ('days', 86400.0, 's')
    ) as listed (unit, size, base_unit)
), final as (
    select
        policy_id,
        policy,
        number::integer as number,
        item ->> 'metric' as metric,
        (item ->> 'value')::double as value,
        item ->> 'unit' as unit,
        item ->> 'bound' as bound,
        nullif(item ->> 'condition', '') as condition,
        (item ->> 'value')::double * coalesce(sizes.size, 1) as base_value,
        coalesce(sizes.base_unit, (item ->> 'unit')) as base_unit
    from listed
    left join sizes on sizes.unit = (item ->> 'unit')
)
select * from final;

comment on view policy_thresholds is 'The figures that policies set, from the registry: facts of their own, each about one policy. Grain: policy_id, number.';
comment on column policy_thresholds.policy_id is 'The policy, as in entities.';
comment on column policy_thresholds.policy is 'Its name.';
comment on column policy_thresholds.number is 'The place among its thresholds, from 1.';
comment on column policy_thresholds.metric is 'What is limited.';
comment on column policy_thresholds.value is 'Where the limit is, in unit.';
comment on column policy_thresholds.unit is 'Unit of value.';
comment on column policy_thresholds.bound is 'On which side the policy applies: >= from it up, > over it, <= up to it, < under it.';
comment on column policy_thresholds.condition is 'What else must hold, in words; null for nothing.';
comment on column policy_thresholds.base_value is 'value in base_unit.';
comment on column policy_thresholds.base_unit is 'The unit that claims of this metric have in the ledger.';
