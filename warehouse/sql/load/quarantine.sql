-- Grain: quarantine_id. A fault that is known keeps its row, and with it the run that met it first.
create or replace temp table fresh as
select * from arriving_quarantine anti join quarantine using (quarantine_id)
qualify row_number() over (partition by quarantine_id order by first_seen_run) = 1;
create or replace temp table counts as
select count(*) as added, 0 as changed, 0 as removed from fresh;
insert into quarantine by name select * from fresh order by quarantine_id;
select * from counts;
