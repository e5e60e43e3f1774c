-- Grain: run_id, source. What arrives replaces what is there.
create or replace temp table staged as
select * from arriving_fetches
qualify row_number() over (partition by run_id, source order by to_json(arriving_fetches)::varchar) = 1;
create or replace temp table fresh as
select * from staged
except
select * from fetches;
create or replace temp table counts as
select
    (select count(*) from fresh anti join fetches using (run_id, source)) as added,
    (select count(*) from fresh semi join fetches using (run_id, source)) as changed,
    0 as removed;
delete from fetches using fresh where fetches.run_id = fresh.run_id and fetches.source = fresh.source;
insert into fetches by name select * from fresh order by run_id, source;
select * from counts;
