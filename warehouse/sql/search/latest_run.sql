-- At most one row: the run that began last.
select run_id, started_at, finished_at, status, trigger, counts, report
from runs
order by started_at desc, run_id desc
limit 1;
