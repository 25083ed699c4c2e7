-- Whoever comes by the pages: passkeys, and the keys that they unlock, which only a browser decrypts.

create table passkey (
    id text primary key,
    credential text not null unique,      -- as the authenticator names it, base64url
    account text not null references account (id),
    attested blob not null,               -- the authenticator's public key, as it gave it
    counter bigint not null,              -- how often it signed, where it counts
    backup_eligible integer not null,
    backed_up integer not null,
    wrapped blob,                         -- an age file that the passkey opens; none where it cannot
    created bigint not null,
    used bigint
);
create index passkey_of_account on passkey (account);

create table challenge (
    value text primary key,               -- random, taken once
    expires bigint not null
);

create table vault (
    account text primary key references account (id),
    tag text not null,                    -- by which a change of it is asked for
    bytes blob not null                   -- an age file
);

-- What whoever runs the store did, and when.
create table done (
    what text primary key,
    at bigint not null
);
