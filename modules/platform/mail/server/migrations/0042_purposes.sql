-- Addresses and mailboxes of sales: their mails go into the records of clients.
alter table mail_addresses drop constraint mail_addresses_purpose_check,
  add constraint mail_addresses_purpose_check check (purpose in ('support', 'sales'));
alter table mailboxes add column purpose text not null default 'support' check (purpose in ('support', 'sales'));
-- A mail that became a letter of a record is read by whoever sees that record.
alter table inbound_mails add column confidential boolean not null default false;
