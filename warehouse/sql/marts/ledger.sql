-- Grain: fact_id. What is said of one fact, by how many, and whether it agrees. Read by analysts, spec_sheet and searches.
create or replace view ledger as
select * from facts;

comment on view ledger is 'What is said of one fact, by how many, and whether it agrees. A fact is a property of a subject for one period in one dimension; a move or a comparison is a fact of its own. Only asserted figures are weighed where there are any, else planned and expected ones, else hypothetical ones; denied claims are counted and never weighed, nor is a figure that its speaker has replaced. Status: single (one independent source gives a figure), corroborated (two or more do, and all their intervals can hold at once), conflicting (they cannot; also within one source), revised (a speaker or a newer version of an article has replaced a figure by one that cannot hold with it, and what is left agrees), no figure (only magnitudes or denials). Grain: fact_id.';
comment on column ledger.subject_key is 'subject_id, or subject in lower case where it is no entity.';
comment on column ledger.subject is 'What the fact is about.';
comment on column ledger.subject_id is 'The subject, as in entities; null where it is no entity.';
comment on column ledger.metric is 'Which property, in lower case.';
comment on column ledger.base_unit is 'The unit of value, low and high; rank for a place in an order, chips for any count of chips.';
comment on column ledger.change is 'increase or decrease where the fact is a move or a comparison, else null.';
comment on column ledger.compared_key is 'For a ratio, a percentage or a change, what it is relative to: an entity_id, or words in lower case; else null.';
comment on column ledger.compared_with is 'The same as a name.';
comment on column ledger.period_key is 'The period as START/END, or its words where it is not dated; null where there is none.';
comment on column ledger.period is 'The period in the words of a text.';
comment on column ledger.period_start is 'First day of the period, null where it is not dated.';
comment on column ledger.period_end is 'Last day of the period, null where it is not dated.';
comment on column ledger.claims is 'How many claims there are, comparisons that imply the figure included.';
comment on column ledger.articles is 'How many articles make them.';
comment on column ledger.sources is 'How many independent sources make them: copies count for what they copy, one outlet counts once, and so does one named speaker wherever he is quoted.';
comment on column ledger.outlet_count is 'How many outlets carry them.';
comment on column ledger.outlets is 'The outlets, in order of name.';
comment on column ledger.speakers is 'Who is quoted, in order of name.';
comment on column ledger.first_said_at is 'When it was first published (UTC), null where no article has a date.';
comment on column ledger.first_said_by is 'Who said it then, null where the outlet itself did.';
comment on column ledger.first_outlet is 'Where it was said first: the outlet, else the source.';
comment on column ledger.value is 'The figure in base_unit where all weighed claims give the same one, else null.';
comment on column ledger.latest_text is 'The figure as the last published article puts it.';
comment on column ledger.low is 'The least value that all weighed claims allow; where they conflict, the least that any allows; null where that is open.';
comment on column ledger.high is 'The greatest value that all weighed claims allow; where they conflict, the greatest that any allows; null where that is open.';
comment on column ledger.status is 'single, corroborated, conflicting, revised or no figure.';
comment on column ledger.standing is 'How firmly the weighed figures are said: asserted, forecast (planned or expected) or hypothetical; null without a figure.';
comment on column ledger.reason is 'Where they conflict: the two sayings that are farthest apart; where a figure is revised: the new one and the old one. Else null.';
comment on column ledger.fact_id is 'Identifier of the fact, from its keys: 16 hex digits. ledger_claims has what is beneath.';
comment on column ledger.figure_sources is 'How many independent sources give the figure that is weighed, comparisons that imply it included.';
comment on column ledger.implied is 'How many of the claims are comparisons that imply the figure, as checks has them.';
comment on column ledger.last_said_at is 'When it was last published (UTC), null where no article has a date.';
