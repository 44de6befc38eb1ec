-- A mail of the platform itself is laid out by its module, and may name the address that ends mails of its kind.
alter table outbound_mails
  add column html text check (length(html) <= 200000),
  add column unsubscribe text check (length(unsubscribe) <= 2000);
