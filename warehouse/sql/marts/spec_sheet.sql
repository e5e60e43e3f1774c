-- Grain: subject_key, metric, base_unit. Read by the entity sheet.
create or replace view spec_sheet as
select * from spec_sheet_as_of(null::timestamptz);

comment on view spec_sheet is 'The sheet of a chip, or of anything that has these metrics: memory, bandwidth, compute, power, node, price and volumes, each with its latest figure, how many sources give it, when it was last said, and whether they agree. Grain: subject_key, metric, base_unit.';
comment on column spec_sheet.subject_key is 'As in ledger.';
comment on column spec_sheet.subject is 'As in ledger.';
comment on column spec_sheet.cell is 'memory, bandwidth, compute, power, node, price or volumes.';
comment on column spec_sheet.metric is 'As in ledger.';
comment on column spec_sheet.value is 'As in ledger.';
comment on column spec_sheet.low is 'As in ledger.';
comment on column spec_sheet.high is 'As in ledger.';
comment on column spec_sheet.base_unit is 'The unit of value, low and high.';
comment on column spec_sheet.latest_text is 'The figure as it was put last.';
comment on column spec_sheet.period is 'As in ledger.';
comment on column spec_sheet.sources is 'How many independent sources give it: ledger.figure_sources.';
comment on column spec_sheet.last_said_at is 'When it was last published (UTC).';
comment on column spec_sheet.status is 'As in ledger.';
comment on column spec_sheet.standing is 'As in ledger.';
comment on column spec_sheet.fact_id is 'As in ledger.';
comment on column spec_sheet.place is 'The order of the cells.';
