-- One row: whether anything is to be worked out again.
select exists (from stirred_subjects) or exists (from stirred_facts) or exists (from moved_articles);
