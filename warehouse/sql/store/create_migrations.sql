-- The record of what has been applied. Made before the first migration, so it is no migration itself.
create table if not exists migrations (
    name varchar primary key,
    checksum varchar not null,
    applied_at timestamptz not null
);
comment on table migrations is 'One row per migration or view definition that has been applied. Grain: name.';
comment on column migrations.name is 'Its file below warehouse/sql, without the suffix.';
comment on column migrations.checksum is 'SHA-256 of its text when it was applied.';
comment on column migrations.applied_at is 'When it was applied (UTC).';
