-- One part of the subjects in `all_stirred`.
create or replace temp table stirred as
select subject_key from all_stirred where hash(subject_key) % $parts = $part;
