-- Where the articles of a story went when stories were merged or split, and which story is the next development of which.

create table story_history (
    story_id varchar not null,
    into_story_id varchar not null,
    run_id varchar not null,
    event varchar not null,
    articles integer not null,
    article_ids varchar[] not null,
    why varchar not null,
    moved_at timestamptz not null,
    primary key (story_id, into_story_id, run_id)
);
comment on table story_history is 'One row per run in which articles of a story went to another one, so that an old story_id still leads to its articles: see story_now. Grain: story_id, into_story_id, run_id.';
comment on column story_history.story_id is 'The story that articles left. It is in stories only while it has others.';
comment on column story_history.into_story_id is 'The story that they went to.';
comment on column story_history.run_id is 'The run that moved them, as in runs.';
comment on column story_history.event is 'merged: the story had no article left and is gone; split: it kept some.';
comment on column story_history.articles is 'How many articles went, copies included.';
comment on column story_history.article_ids is 'The articles that went, as in articles.';
comment on column story_history.why is 'What spoke for it.';
comment on column story_history.moved_at is 'When the run began (UTC).';

create table story_links (
    story_id varchar not null,
    next_story_id varchar not null,
    score double not null,
    shared varchar[] not null,
    primary key (story_id, next_story_id)
);
comment on table story_links is 'Follow-ups: one row per story and a later one that takes the matter further without reporting the same event. Grain: story_id, next_story_id.';
comment on column story_links.story_id is 'The earlier story, as in stories.';
comment on column story_links.next_story_id is 'The later story, as in stories.';
comment on column story_links.score is 'How near the two are: 0 to 1. At the threshold of docs/stories.md they would be one story.';
comment on column story_links.shared is 'The entities (as in entities) and rare words that both have, the most telling first.';
