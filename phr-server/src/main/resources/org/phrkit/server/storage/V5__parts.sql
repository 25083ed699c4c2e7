-- Whether an account is shut out stands in the list of revocations; what was asked beside a process that serves, and is in
-- no line yet, counts already.
alter table account add column suspension_asked integer;

-- A recovery key is of one account: who has it is asked for no other sign of whose it is.
drop index account_by_recovery_key;
create unique index account_by_recovery_key on account (recovery_key);
