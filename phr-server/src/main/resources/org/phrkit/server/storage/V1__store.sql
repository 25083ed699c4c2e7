-- Times are seconds since 1970. Identifiers are random or made by clients; no name stands in a column of its own.

create table account (
    id text primary key,
    role text not null check (role in ('patient', 'doctor', 'administrator')),
    signer text not null unique,          -- the fingerprint of the key that signs, 32 hexadecimal digits
    signer_key text not null,             -- the key itself, RW...
    recovery_key text not null,
    card text not null,                   -- signed: what the account's owner shows to others
    suspended integer not null default 0,
    quota_bytes bigint not null,
    created bigint not null
);

create table device (
    public_key text primary key,          -- the key that signs requests, base64
    account text not null references account (id),
    certificate text not null,            -- signed by the account's key
    created bigint not null
);
create index device_of_account on device (account);

create table invitation (
    code_hash text primary key,           -- SHA-256 of the code, which is nowhere
    role text not null,
    expires bigint not null
);

create table nonce (
    device text not null,
    nonce text not null,
    expires bigint not null,
    primary key (device, nonce)
);
create index nonce_by_expiry on nonce (expires);

create table allowance (
    subject text primary key,
    level real not null,
    at_millis bigint not null
);

create table upload (
    id text primary key,
    account text not null references account (id),
    size_bytes bigint not null,
    expires bigint not null
);
create index upload_of_account on upload (account);

create table report (
    id text primary key,
    owner text not null references account (id),
    payload_bytes bigint not null,
    payload_sha256 text not null,
    header blob not null,
    header_tag text not null,             -- by which a change of it is asked for
    title blob,                           -- an age file for the readers
    created bigint not null,
    expires bigint,
    erase_after bigint                    -- where the owner's device asked for its erasure
);
create index report_of_owner on report (owner, id);

create table access (
    report text not null references report (id) on delete cascade,
    reader text not null,                 -- the fingerprint of the reader's signing key
    granter text not null,                -- likewise
    may_grant integer not null,
    not_before bigint not null,
    expires bigint not null,
    statement text,                       -- the signed grant; none for those whom the manifest names
    asleep integer not null default 0,
    primary key (report, reader)
);
create index access_of_reader on access (reader, report);

create table applied (
    one integer primary key check (one = 1),
    revocations bigint not null           -- how many lines of the list of revocations this database knows
);
insert into applied (one, revocations) values (1, 0);
