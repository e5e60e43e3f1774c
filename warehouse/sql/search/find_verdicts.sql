-- Grain: chip_id, policy_id, number. Chips that a policy applies to by their figures, or may.
select * from regulated_chips
where
    verdict <> 'under'
    and ($policy_id is null or policy_id = $policy_id)
    and ($chip_id is null or chip_id = $chip_id)
order by policy_id, number, chip_id;
