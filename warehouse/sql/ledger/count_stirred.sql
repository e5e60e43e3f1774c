-- One row: how many claims there are about the subjects in `stirred`, which are kept as `all_stirred`.
create or replace temp table all_stirred as select distinct subject_key from stirred;
select count(*) from claim_facts semi join all_stirred using (subject_key);
