-- Grain: source, address. The latest visit says what came of it; the first one stays on record.
create or replace temp table staged as
with readings as (
    select * from arriving_pages
    union all by name
    select * from pages semi join arriving_pages using (source, address)
)
select * replace (
    min(first_visited_at) over (partition by source, address) as first_visited_at
)
from readings
qualify row_number() over (
    partition by source, address
    order by last_visited_at desc, to_json(readings)::varchar
) = 1;
create or replace temp table fresh as
select * from staged
except
select * from pages;
create or replace temp table counts as
select
    (select count(*) from fresh anti join pages using (source, address)) as added,
    (select count(*) from fresh semi join pages using (source, address)) as changed,
    0 as removed;
delete from pages using fresh where pages.source = fresh.source and pages.address = fresh.address;
insert into pages by name select * from fresh order by source, address;
select * from counts;
