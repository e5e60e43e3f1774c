-- Grain: subject_key, cell, metric, base_unit, change, compared_key. A chip's sheet as it stood at a moment: of each metric
-- the fact of the latest period.
create or replace macro spec_sheet_as_of(moment, learned_by := null, about := null) as table
with cells as (
    select * from (
        values
        ('memory', 'memory capacity', 11),
        ('bandwidth', 'memory bandwidth', 21),
        ('bandwidth', 'interconnect bandwidth', 22),
        ('bandwidth', 'data transfer rate', 23),
        ('bandwidth', 'network throughput', 24),
        ('compute', 'total processing performance', 31),
        ('compute', 'performance', 32),
        ('compute', 'training speed', 33),
        ('compute', 'inference performance', 34),
        ('compute', 'performance density', 35),
        ('compute', 'clock frequency', 36),
        ('compute', 'cores', 37),
        ('power', 'power', 41),
        ('power', 'energy consumption', 42),
        ('node', 'process node', 51),
        ('node', 'transistor count', 52),
        ('node', 'transistor density', 53),
        ('node', 'die size', 54),
        ('price', 'price', 61),
        ('volumes', 'units shipped', 71),
        ('volumes', 'orders', 72),
        ('volumes', 'order value', 73),
        ('volumes', 'chips', 74),
        ('volumes', 'production', 75),
        ('volumes', 'inventory', 76),
        ('volumes', 'exports', 77)
    ) as listed (cell, metric, place)
), final as (
    select
        ledger.subject_key,
        ledger.subject,
        cells.cell,
        ledger.metric,
        ledger.value,
        ledger.low,
        ledger.high,
        ledger.base_unit,
        ledger.latest_text,
        ledger.period,
        ledger.figure_sources as sources,
        ledger.last_said_at,
        ledger.status,
        ledger.standing,
        ledger.fact_id,
        cells.place
    from ledger_as_of(moment, learned_by := learned_by, about := about) as ledger
    join cells using (metric)
    where
        ledger.change is null and ledger.compared_key is null and ledger.status <> 'no figure'
        -- a multiple or a share is no level
        and ledger.base_unit not in ('rank', 'x', '%')
    qualify row_number() over (
        partition by ledger.subject_key, ledger.metric, ledger.base_unit
        order by
            ledger.standing = 'hypothetical', ledger.period_start desc nulls last, ledger.standing = 'asserted' desc,
            ledger.last_said_at desc nulls last, ledger.fact_id
    ) = 1
)
select * from final;
comment on macro table spec_sheet_as_of is 'spec_sheet as it stood at a moment: spec_sheet_as_of(timestamptz ''2026-03-01'').';
