-- Grain: fact_id. States the facts in `stirred_part` again.
create or replace temp view stirred_claims as
select * from claim_facts semi join stirred_part using (subject_key, fact_id)
union all
-- comparisons that imply one of these facts, and are of another themselves
select claim_facts.*
from claim_facts
anti join stirred_part using (subject_key, fact_id)
where
    claim_id in (
        select claim_id from checks
        join stirred_part on stirred_part.subject_key = checks.subject_key and stirred_part.fact_id = checks.level_fact_id
    );
create or replace temp table staged as
select * from ledger_as_of(null::timestamptz, facts_table := 'stirred_claims')
semi join stirred_part using (subject_key, fact_id);
create or replace temp table standing as
select * from facts semi join stirred_part using (subject_key, fact_id);
create or replace temp table fresh as
select * from staged
except
select * from standing;
create or replace temp table stale as
select fact_id from standing anti join staged using (fact_id);
create or replace temp table counts as
select
    (select count(*) from fresh anti join standing using (fact_id)) as added,
    (select count(*) from fresh semi join standing using (fact_id)) as changed,
    (select count(*) from stale) as removed;
delete from facts using (
    select fact_id from fresh
    union
    select fact_id from stale
) as gone
where facts.fact_id = gone.fact_id;
insert into facts by name select * from fresh order by subject_key, metric, fact_id;
drop view stirred_claims;
drop table standing;
drop table stirred_part;
select * from counts;
