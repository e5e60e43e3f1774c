-- Grain: article_id, version. The latest time counts, whatever the order of loading.
create or replace temp table staged as
select article_id, version, max(last_seen_at) as last_seen_at
from (
    select * from arriving_sightings
    union all by name
    select * from sightings semi join arriving_sightings using (article_id, version)
)
group by article_id, version;
create or replace temp table fresh as
select * from staged
except
select * from sightings;
create or replace temp table counts as
select
    (select count(*) from fresh anti join sightings using (article_id, version)) as added,
    (select count(*) from fresh semi join sightings using (article_id, version)) as changed,
    0 as removed;
delete from sightings using fresh
where sightings.article_id = fresh.article_id and sightings.version = fresh.version;
insert into sightings by name select * from fresh order by article_id, version;
select * from counts;
