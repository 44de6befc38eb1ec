-- Mailboxes of people. Their passwords lie under seal in a table of their own, as those of the organisation's do.
select tenant_table('own_mailboxes', $$
  owner uuid not null,
  address text not null check (address = lower(address) and length(address) <= 254),
  display_name text check (length(display_name) between 1 and 100),
  username text not null check (length(username) between 1 and 254),
  password text check (password is null),
  host text not null check (length(host) between 1 and 253),
  port bigint not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  smtp_host text not null check (length(smtp_host) between 1 and 253),
  smtp_port bigint not null check (smtp_port between 1 and 65535),
  smtp_security text not null check (smtp_security in ('tls', 'starttls', 'none')),
  folder text not null check (length(folder) between 1 and 200),
  sent_folder text check (length(sent_folder) between 1 and 200),
  is_active boolean not null,
  state text not null default 'new' check (state in ('new', 'connected', 'failing')),
  trouble text check (length(trouble) <= 100),
  trouble_params jsonb not null default '{}',
  trouble_said text check (length(trouble_said) <= 500),
  trouble_at timestamptz,
  last_fetched_at timestamptz,
  taken bigint not null default 0,
  configured_at timestamptz not null default now(),
  foreign key (tenant_id, owner) references users (tenant_id, id)
$$);
create unique index own_mailboxes_owner on own_mailboxes (tenant_id, owner) where deleted_at is null;
create index own_mailboxes_created on own_mailboxes (tenant_id, created_at, id) where deleted_at is null;
-- Whoever reads mailboxes reads those of all tenants.
select readable_to_platform('own_mailboxes');

create table own_mailbox_secrets (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  mailbox uuid not null,
  sealed text not null,
  primary key (tenant_id, mailbox),
  foreign key (tenant_id, mailbox) references own_mailboxes (tenant_id, id) on delete cascade
);
select protect('own_mailbox_secrets');

-- How far its two folders have been looked through: moved in the transaction that makes a mail a letter.
create table own_mailbox_places (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  mailbox uuid not null,
  direction text not null check (direction in ('in', 'out')),
  folder text not null,
  uidvalidity bigint not null,
  last_uid bigint not null,
  -- After the folder numbered its mails anew: from which day on they are looked through once more.
  since timestamptz,
  primary key (tenant_id, mailbox, direction),
  foreign key (tenant_id, mailbox) references own_mailboxes (tenant_id, id) on delete cascade
);
select protect('own_mailbox_places');

-- A mail that leaves through one of them.
alter table outbound_mails add column own_mailbox uuid;
