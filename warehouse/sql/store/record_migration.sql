-- Grain: name. A migration is recorded once; a view definition again whenever its text changes.
insert or replace into migrations (name, checksum, applied_at)
values ($name, $checksum, $applied_at);
