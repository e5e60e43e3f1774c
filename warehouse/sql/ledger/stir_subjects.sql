-- All subjects, as if something about each had just changed.
create or replace temp table stirred_subjects as
select distinct subject_key from claim_facts;
