-- What an account left is known without adding up its reports, of which there may be many.

alter table account add column used_bytes bigint not null default 0;
update account set used_bytes = coalesce((select sum(payload_bytes) from report where owner = account.id), 0);
create index account_by_age on account (created, id);

create trigger report_added after insert on report
begin
    update account set used_bytes = used_bytes + new.payload_bytes where id = new.owner;
end;

create trigger report_erased after delete on report
begin
    update account set used_bytes = used_bytes - old.payload_bytes where id = old.owner;
end;
