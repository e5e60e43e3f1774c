-- A check names the two facts whose levels it rests on, and no longer every claim of both: where many articles repeat a
-- comparison and its levels, those lists grew with the square of them. What is in the column is worked out again after this.
comment on column checks.levels is 'The facts that give the levels, as in ledger: of the subject, then of what it is compared with; for a share of an amount the amount, then the share where somebody gives it as money. Empty where there is none.';
