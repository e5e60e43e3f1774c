-- What an outlet files an article under and how much of it it shows; lines that a host puts on all its pages.

alter table articles add column zoned boolean default true;
alter table articles add column section varchar;
alter table articles add column tags varchar[] default [];
alter table articles add column paywalled boolean default false;
alter table articles add column live boolean default false;
comment on column articles.zoned is 'Whether the time of publication is sure; false where the page gave it without a zone, and it was taken as UTC.';
comment on column articles.section is 'The section that the outlet files it under, null where it does not say.';
comment on column articles.tags is 'The tags that the outlet gives it; empty where there are none.';
comment on column articles.paywalled is 'Whether the outlet keeps the whole text from some readers (a paywall or a log-in): the text may then be a teaser.';
comment on column articles.live is 'Whether it is a live blog: many short reports under one title.';

create table boilerplate (
    host varchar not null,
    line varchar not null,
    only_at_edges boolean not null,
    sample varchar not null,
    learned_at timestamptz not null,
    primary key (host, line)
);
comment on table boilerplate is 'Lines that recur on many pages of a host, and are left out of its articles. A line stays known once it is. Grain: host, line.';
comment on column boilerplate.host is 'The host of the articles'' canonical URLs.';
comment on column boilerplate.line is 'Digest of the line without case and punctuation: 16 hex digits.';
comment on column boilerplate.only_at_edges is 'Whether it is left out only above and below the running text, not between its paragraphs.';
comment on column boilerplate.sample is 'The line as one page has it.';
comment on column boilerplate.learned_at is 'When it was found (UTC): the start of that run.';
