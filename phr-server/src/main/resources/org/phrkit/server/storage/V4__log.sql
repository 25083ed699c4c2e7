-- The log: what stands in its tree, and the lines that only those see whom they are about.

create table entry (
    number integer primary key,           -- in the tree, from 0
    bytes blob not null,                  -- as it stands there, for ever
    salt blob,
    line text,                            -- deleted with the salt where the report is erased
    report text,
    owner text,                           -- the account that is told; * for all
    reader text,                          -- the fingerprint of a key that is told
    granter text                          -- likewise
);
create index entry_of_report on entry (report);
create index entry_of_owner on entry (owner, number);
create index entry_of_reader on entry (reader, number);
create index entry_of_granter on entry (granter, number);

alter table account add column log_key text;                      -- as its card names it
alter table account add column log_keys bigint not null default 0; -- how many entries of its keys there are
