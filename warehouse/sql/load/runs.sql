-- Grain: run_id. What arrives replaces what is there.
create or replace temp table staged as
select * from arriving_runs
qualify row_number() over (partition by run_id order by to_json(arriving_runs)::varchar) = 1;
create or replace temp table fresh as
select * from staged
except
select * from runs;
create or replace temp table counts as
select
    (select count(*) from fresh anti join runs using (run_id)) as added,
    (select count(*) from fresh semi join runs using (run_id)) as changed,
    0 as removed;
delete from runs using fresh where runs.run_id = fresh.run_id;
insert into runs by name select * from fresh order by run_id;
select * from counts;
