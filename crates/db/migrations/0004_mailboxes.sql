-- How the mail of an inbox is fetched and its answers are handed in.

create table mailbox (
    account_id          bigint not null,
    inbox_id            bigint not null,
    provider            word not null,
    imap_host           word not null,
    imap_port           bigint not null,
    imap_encryption     word not null,
    user_name           text not null,
    -- Client id and address of a token's issuer; null where a password is used.
    token_client_id     text,
    token_url           text,
    -- Sealed.
    secrets             text not null,
    folder              text not null,
    smtp_host           word,
    smtp_port           bigint,
    smtp_encryption     word,
    smtp_user           text,
    after_action        word not null,
    after_folder        text,
    first_choice        word not null,
    first_days          bigint,
    revision            bigint not null,
    created_at_ms       bigint not null,
    last_success_at_ms  bigint,
    fault_code          word,
    fault_place         text,
    fault_detail        text,
    fault_at_ms         bigint,
    unseen_before       bigint not null,
    reconciled_at_ms    bigint,
    holder              word,
    held_until_ms       bigint not null,
    primary key (account_id, inbox_id)
);

-- How far a folder was read. The mark is set before what lies there is listed; `listed` says that this was finished.
create table mailbox_folder (
    account_id    bigint not null,
    inbox_id      bigint not null,
    folder        word not null,
    uid_validity  bigint not null,
    last_uid      bigint not null,
    listed        boolean not null,
    read_at_ms    bigint not null,
    primary key (account_id, inbox_id, folder)
);

-- Every mail of a folder we know of, and what became of it.
create table mailbox_mail (
    account_id     bigint not null,
    inbox_id       bigint not null,
    folder         word not null,
    uid_validity   bigint not null,
    uid            bigint not null,
    -- Of its identifying headers and size; tells it again after the server counted anew.
    print          word not null,
    -- Of its bytes, once they were fetched.
    sha256         word,
    size_bytes     bigint not null,
    state          word not null,
    arrival_id     bigint,
    attempts       bigint not null,
    -- What is to be done on the server after acceptance is done.
    settled        boolean not null,
    changed_at_ms  bigint not null,
    primary key (account_id, inbox_id, folder, uid_validity, uid)
);
create index mailbox_mail_state on mailbox_mail (account_id, inbox_id, state, uid);
create index mailbox_mail_settled on mailbox_mail (account_id, inbox_id, settled, uid);
create index mailbox_mail_print on mailbox_mail (account_id, inbox_id, print);
create index mailbox_mail_sha256 on mailbox_mail (account_id, inbox_id, sha256);

create table mailbox_reconciliation (
    account_id  bigint not null,
    id          bigint not null,
    inbox_id    bigint not null,
    at_ms       bigint not null,
    days        bigint not null,
    on_server   bigint not null,
    accepted    bigint not null,
    left_alone  bigint not null,
    fetched     bigint not null,
    gone        bigint not null,
    primary key (account_id, id)
);
create index mailbox_reconciliation_inbox on mailbox_reconciliation (account_id, inbox_id, id);
