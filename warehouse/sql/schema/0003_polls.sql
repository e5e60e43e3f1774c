-- What a source's next poll is worked out from, and which of its pages have been asked for.

alter table fetches add column started_at timestamptz;
alter table fetches add column ok boolean default true;
alter table fetches add column failures bigint default 0;
alter table fetches add column items bigint default 0;
alter table fetches add column fresh bigint default 0;
alter table fetches add column revisited bigint default 0;
alter table fetches add column advised_minutes double;
alter table fetches add column quiet_hours bigint[];
comment on column fetches.unchanged is 'Pages whose body was known from an earlier run, most of them by a 304 answer.';
comment on column fetches.started_at is 'When the source was asked (UTC), null for a run of an older chipwire.';
comment on column fetches.ok is 'Whether its listing could be read.';
comment on column fetches.failures is 'Failures in a row up to this run, 0 where it is ok; 5 make a source a dead one, which is asked least often. A run that could read none of three or more sources is no evidence against each and adds none.';
comment on column fetches.items is 'Pages that the listing named and that the source is limited to, known ones too.';
comment on column fetches.fresh is 'Pages that were fetched for the first time.';
comment on column fetches.revisited is 'Pages that were fetched again, a day or a week after the first time.';
comment on column fetches.advised_minutes is 'How long the listing says that it stays as it is, in minutes (RSS ttl, updatePeriod, Cache-Control), null where it does not say.';
comment on column fetches.quiet_hours is 'Hours of the day (UTC) in which the listing says that it rests (RSS skipHours).';

create table pages (
    source varchar not null,
    address varchar not null,
    request varchar not null,
    first_visited_at timestamptz not null,
    last_visited_at timestamptz not null,
    outcome varchar not null,
    hints json not null,
    primary key (source, address)
);
comment on table pages is 'One row per page that a source listed and that was asked for; such a page is asked for again only a day and a week later. Grain: source, address.';
comment on column pages.source is 'The source, as in sources.';
comment on column pages.address is 'Where the page is listed, without tracking parameters.';
comment on column pages.request is 'What to ask for to get the page again, empty where there is no such address.';
comment on column pages.first_visited_at is 'When it was first asked for (UTC).';
comment on column pages.last_visited_at is 'When it was last asked for (UTC).';
comment on column pages.outcome is 'What came the last time: page, or the kind of a failure that lasts (http 404, not text ...); one that may pass leaves no row.';
comment on column pages.hints is 'What the listing said of the page, as a JSON object of texts.';
