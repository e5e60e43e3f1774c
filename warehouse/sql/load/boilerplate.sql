-- Grain: host, line. What is known stays as it was learned first, so that a second run changes nothing.
create or replace temp table fresh as
select * from arriving_boilerplate anti join boilerplate using (host, line)
qualify row_number() over (partition by host, line order by only_at_edges, sample) = 1;
create or replace temp table counts as
select (select count(*) from fresh) as added, 0 as changed, 0 as removed;
insert into boilerplate by name select * from fresh order by host, line;
select * from counts;
