-- One part of the subjects in `stirred_subjects`.
create or replace temp table stirred as
select subject_key from stirred_subjects where hash(subject_key) % $parts = $part;
