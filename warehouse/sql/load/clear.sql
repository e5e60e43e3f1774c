-- Temporary tables of a load.
drop table if exists staged;
drop table if exists fresh;
drop table if exists stale;
drop table if exists counts;
drop table if exists touched;
drop table if exists scope;
drop table if exists pointed_at;
