-- All facts, as if each had just changed; those that there are no more too.
create or replace temp table stirred_facts as
select subject_key, fact_id from claim_facts
union
select subject_key, level_fact_id from checks where level_fact_id is not null
union
select subject_key, fact_id from facts;
