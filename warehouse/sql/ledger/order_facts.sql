-- Puts claim_facts in order of subject, so that what is asked about one subject lies together.
create or replace temp table ordered as
select * from claim_facts order by subject_key, metric_key, fact_id, claim_id;
delete from claim_facts;
insert into claim_facts by name select * from ordered;
drop table ordered;
