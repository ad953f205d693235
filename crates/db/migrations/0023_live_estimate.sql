-- What nineteen of twenty stay below, for a second promise; and, where customers look on while they wait, what each way of
-- predicting said to each tier.

alter table estimate add column second_ms text null;
alter table estimate add column said text null;
