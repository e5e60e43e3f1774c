-- How sure a link is; and which provisional names stand for an entity of the registry, as a user has said.

alter table mentions add column score double;
alter table mentions add column read_as varchar;
comment on column mentions.score is 'How sure it is that the name means this entity: 0 to 1, null where it was read before there were scores.';
comment on column mentions.read_as is 'The provisional id that the reading gave, where it has been merged into entity_id; else null.';

alter table claims add column subject_read_as varchar;
alter table claims add column reference_read_as varchar;
comment on column claims.subject_read_as is 'The provisional id that the reading gave the subject, where it has been merged into subject_id; else null.';
comment on column claims.reference_read_as is 'The provisional id that the reading gave the reference, where it has been merged into reference_id; else null.';

create table merges (
    provisional_id varchar primary key,
    entity_id varchar not null,
    label varchar not null,
    name varchar not null,
    spellings varchar[] not null,
    merged_at timestamptz not null
);
comment on table merges is 'Names that the registry did not know and a user has merged into an entity; every load goes by it. Grain: provisional_id.';
comment on column merges.provisional_id is 'The id that the name had (new:LABEL:NAME); it still finds the entity.';
comment on column merges.entity_id is 'The entity that it stands for, as in entities.';
comment on column merges.label is 'Its label when it was merged.';
comment on column merges.name is 'Its canonical name when it was merged.';
comment on column merges.spellings is 'The spellings that articles had of it, the name among them; they find the entity too.';
comment on column merges.merged_at is 'When it was merged (UTC).';
