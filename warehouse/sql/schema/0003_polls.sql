-- What a source's next poll is worked out from, and which of its pages have been asked for.
-- Tables are made anew: DuckDB cannot commit two added columns of one table together where it has rows.

create table fetches_before as select * from fetches;
drop table fetches;
create table fetches (
    run_id varchar not null,
    source varchar not null,
    requests bigint not null,
    pages bigint not null,
    unchanged bigint not null,
    bytes bigint not null,
    errors json,
    seconds double not null,
    finish_reason varchar not null,
    started_at timestamptz,
    ok boolean default true,
    failures bigint default 0,
    items bigint default 0,
    fresh bigint default 0,
    revisited bigint default 0,
    advised_minutes double,
    quiet_hours bigint[],
    primary key (run_id, source)
);
insert into fetches by name select * from fetches_before order by run_id, source;
drop table fetches_before;
comment on table fetches is 'What a run fetched from a source. Grain: run_id, source.';
comment on column fetches.run_id is 'The run, as in runs.';
comment on column fetches.source is 'The source, as in sources.';
comment on column fetches.requests is 'Requests sent.';
comment on column fetches.pages is 'Pages that came back with a body.';
comment on column fetches.bytes is 'Bytes received.';
comment on column fetches.errors is 'Errors by kind, kind to number, as a JSON object.';
comment on column fetches.seconds is 'How long it took, in seconds.';
comment on column fetches.finish_reason is 'Why the crawl of this source ended, in the words of the spider.';
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
