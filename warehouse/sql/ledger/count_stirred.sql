-- One row: how many claims there are about the subjects in `stirred_subjects`.
select count(*) from claim_facts where subject_key in (from stirred_subjects);
