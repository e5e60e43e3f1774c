-- What is to be worked out again, gathered over the loads of a run: see ledger.settle.
create temp table if not exists stirred_subjects (subject_key varchar);
create temp table if not exists stirred_facts (subject_key varchar, fact_id varchar);
-- articles that were read again, and those whose place in the stories changed
create temp table if not exists read_articles (article_id varchar);
create temp table if not exists moved_articles (article_id varchar);
