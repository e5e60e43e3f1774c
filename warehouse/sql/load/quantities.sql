-- Grain: article_id, version, start_pos, end_pos, kind. Only of current versions.
create or replace temp table staged as
select * from arriving_quantities semi join scope using (article_id, version)
qualify row_number() over (
    partition by article_id, version, start_pos, end_pos, kind
    order by text, concept, unit, bound, value
) = 1;
create or replace temp table fresh as
select * from staged
except
select * from quantities semi join scope using (article_id);
create or replace temp table stale as
select article_id, version, start_pos, end_pos, kind
from quantities
semi join touched using (article_id)
anti join staged using (article_id, version, start_pos, end_pos, kind)
where
    article_id in (select article_id from scope)
    or (article_id, version) not in (select (article_id, version) from articles where is_current);
create or replace temp table counts as
select
    (
        select count(*) from fresh
        anti join quantities using (article_id, version, start_pos, end_pos, kind)
    ) as added,
    (
        select count(*) from fresh
        semi join quantities using (article_id, version, start_pos, end_pos, kind)
    ) as changed,
    (select count(*) from stale) as removed;
delete from quantities using (
    select article_id, version, start_pos, end_pos, kind from fresh
    union
    select * from stale
) as gone
where
    quantities.article_id = gone.article_id
    and quantities.version = gone.version
    and quantities.start_pos = gone.start_pos
    and quantities.end_pos = gone.end_pos
    and quantities.kind = gone.kind;
insert into quantities by name select * from fresh order by article_id, version, start_pos, end_pos;
select * from counts;
