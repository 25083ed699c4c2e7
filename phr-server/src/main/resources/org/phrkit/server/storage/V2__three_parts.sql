-- Opening by three parts of a key. Parts are encrypted under a key that is in no backup of this database.

create table part (
    id text primary key,                  -- random, and never used again
    account text not null references account (id),
    device text not null,                 -- the key of the device whose questions it answers; "recovery" for the first
    made_by text not null,                -- the device that asked for it, or "recovery"
    encrypted blob not null,              -- d2
    state text not null check (state in ('new', 'tested', 'asleep', 'active')),
    created bigint not null
);
create unique index part_of_device on part (account, device);

alter table account add column mediated text; -- age1phr1..., once it is enrolled
alter table account add column keys blob;     -- of its owner, encrypted to what the recovery key opens
create index account_by_recovery_key on account (recovery_key);

alter table access add column tag text;               -- of the stanza, for a reader who opens through the store
alter table access add column part blob;              -- r, encrypted
alter table access add column max_opens bigint;
alter table access add column opens bigint not null default 0;
create index access_by_tag on access (reader, tag);

create table opening (
    device text not null,
    point text not null,                  -- the question, which is answered again for a day
    report text not null,
    tag text not null,
    at bigint not null,
    primary key (device, point, tag)
);
create index opening_by_time on opening (at);

create table taken_back (
    reader text not null,                 -- whose access ended
    tag text not null,                    -- of the stanza by which he opened it, so that he is told and not left to guess
    primary key (reader, tag)
);
