-- Grain: source. What arrives replaces what is there.
create or replace temp table staged as
select * from arriving_sources
qualify row_number() over (partition by source order by to_json(arriving_sources)::varchar) = 1;
create or replace temp table fresh as
select * from staged
except
select * from sources;
create or replace temp table counts as
select
    (select count(*) from fresh anti join sources using (source)) as added,
    (select count(*) from fresh semi join sources using (source)) as changed,
    0 as removed;
delete from sources using fresh where sources.source = fresh.source;
insert into sources by name select * from fresh order by source;
select * from counts;
