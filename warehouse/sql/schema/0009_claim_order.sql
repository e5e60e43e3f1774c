-- How much of claims is in order of subject, so that those of one subject lie together and are read together.

create table claim_order (
    claims bigint not null
);
insert into claim_order values (0);
comment on table claim_order is 'One row: how many claims lie in order of subject and date. Later ones lie behind them until they have become many.';
comment on column claim_order.claims is 'Their number when they were put in order.';
