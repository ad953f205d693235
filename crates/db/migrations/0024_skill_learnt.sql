-- What an account's own conversations teach about which skill a new one takes: the measure, and the counted words while it
-- is sure enough to speak; and which conversations got their skill from it.

create table skill_learnt (
    account_id    bigint not null primary key,
    fitted_at_ms  bigint not null,
    measure       text not null,
    counts        text
);
create index skill_learnt_fitted on skill_learnt (fitted_at_ms);

alter table routing_need add column learnt_id bigint null;
alter table routing_need add column learnt_tenths bigint null;
