-- Grain: chip_id, policy_id, number. Read by analysts.
create or replace view regulated_chips as
with specs as (
    select
        levels.subject_key as chip_id,
        entities.name as chip,
        levels.metric_key as metric,
        levels.dimension as base_unit,
        min(levels.low) as least_low,
        max(levels.high) as greatest_high,
        first(levels.text order by levels.latest_at desc nulls last, levels.fact_id) as said,
        list_sort(flatten(list(levels.claim_ids))) as claim_ids
    from levels
    join entities on entities.entity_id = levels.subject_key and entities.label = 'CHIP'
    semi join policy_thresholds on policy_thresholds.metric = levels.metric_key
    where levels.firmness = 1
    group by all
), final as (
    select
        chip_id,
        chip,
        policy_id,
        policy,
        number,
        metric,
        said,
        policy_thresholds.bound,
        policy_thresholds.value as threshold,
        policy_thresholds.unit,
        policy_thresholds.condition,
        case
            when policy_thresholds.bound in ('>=', '<') and least_low >= base_value * (1 - 1e-9) then 'over'
            when policy_thresholds.bound in ('>', '<=') and least_low > base_value then 'over'
            when policy_thresholds.bound in ('>=', '<') and greatest_high < base_value then 'under'
            when policy_thresholds.bound in ('>', '<=') and greatest_high <= base_value * (1 + 1e-9) then 'under'
            else 'unclear'
        end as verdict,
        case
            when verdict <> 'unclear' then verdict = if(policy_thresholds.bound in ('>=', '>'), 'over', 'under')
        end as applies,
        claim_ids
    from specs
    join policy_thresholds using (metric, base_unit)
)
select * from final;

comment on view regulated_chips is 'Each chip against each threshold that a policy sets for a metric that the ledger has of it. Grain: chip_id, policy_id, number.';
comment on column regulated_chips.chip_id is 'The chip, as in entities.';
comment on column regulated_chips.chip is 'Its name.';
comment on column regulated_chips.policy_id is 'The policy, as in entities.';
comment on column regulated_chips.policy is 'Its name.';
comment on column regulated_chips.number is 'Which of its thresholds, as in policy_thresholds.';
comment on column regulated_chips.metric is 'What is limited.';
comment on column regulated_chips.said is 'The chip''s figure in the words of a text.';
comment on column regulated_chips.bound is 'As in policy_thresholds.';
comment on column regulated_chips.threshold is 'Where the limit is, in unit.';
comment on column regulated_chips.unit is 'Unit of threshold.';
comment on column regulated_chips.condition is 'What else must hold, in words; null for nothing.';
comment on column regulated_chips.verdict is 'On which side of the line the chip is by every figure that is asserted: over or under; unclear where they differ, or one is too vague.';
comment on column regulated_chips.applies is 'Whether that is the side that the policy is about: over a control threshold, under the limit of a licence exception; null where it is unclear.';
comment on column regulated_chips.claim_ids is 'The claims that give the chip''s figure, as in claims.';
