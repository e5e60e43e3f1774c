-- Temporary tables of the ledger.
drop table if exists touched;
drop table if exists staged;
drop table if exists fresh;
drop table if exists stale;
drop table if exists counts;
drop table if exists stirred;
drop table if exists stirred_subjects;
drop table if exists stirred_facts;
drop table if exists read_articles;
drop table if exists moved_articles;
drop view if exists stirred_claims;
