-- Facts that are kept otherwise than the claims beneath them say.
with worked_out as (
    select * from ledger_as_of(null::timestamptz)
), faults as (
    (select subject_key, fact_id, metric from worked_out except select subject_key, fact_id, metric from facts)
    union
    (select subject_key, fact_id, metric from facts except select subject_key, fact_id, metric from worked_out)
    union
    select subject_key, fact_id, metric from (select * from worked_out except select * from facts)
)
select 'facts' as table_name, fact_id as item, format('{} of {} is not what its claims say', metric, subject_key) as problem
from faults
order by all;
