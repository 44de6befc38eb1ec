-- By what a mail is known that came through somebody's mailbox and may come a second time through another one.
alter table letters add column message_id text check (length(message_id) <= 1000);
create index letters_message on letters (tenant_id, message_id) where message_id is not null;
