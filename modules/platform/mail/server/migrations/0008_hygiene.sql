-- Where the tickets of an address go.
alter table mail_addresses
  add column team uuid,
  add column category uuid;

-- Mailboxes of outside providers. Their passwords lie under seal in a table of their own: `password` is always null.
select tenant_table('mailboxes', $$
  address text not null check (address = lower(address) and length(address) <= 254),
  display_name text check (length(display_name) between 1 and 100),
  host text not null check (length(host) between 1 and 253),
  port bigint not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text not null check (length(username) between 1 and 254),
  password text check (password is null),
  folder text not null check (length(folder) between 1 and 200),
  after_reading text not null check (after_reading in ('seen', 'move', 'delete')),
  move_to text check (length(move_to) between 1 and 200),
  team uuid,
  category uuid,
  topic text check (topic in ('question', 'incident', 'bug', 'feature_request')),
  is_active boolean not null,
  state text not null default 'new' check (state in ('new', 'connected', 'failing')),
  trouble text check (length(trouble) <= 100),
  trouble_params jsonb not null default '{}',
  trouble_said text check (length(trouble_said) <= 500),
  trouble_at timestamptz,
  last_fetched_at timestamptz,
  fetched bigint not null default 0,
  configured_at timestamptz not null default now()
$$);
create unique index mailboxes_address on mailboxes (tenant_id, address) where deleted_at is null;
create index mailboxes_created on mailboxes (tenant_id, created_at, id) where deleted_at is null;
create index mailboxes_updated on mailboxes (tenant_id, updated_at, id) where deleted_at is null;
-- Whoever reads mailboxes reads those of all tenants.
select readable_to_platform('mailboxes');

create table mailbox_secrets (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  mailbox uuid not null,
  sealed text not null,
  primary key (tenant_id, mailbox),
  foreign key (tenant_id, mailbox) references mailboxes (tenant_id, id) on delete cascade
);
select protect('mailbox_secrets');

-- How far a folder has been read: moved in the transaction that keeps a mail, so that none is lost or kept twice.
create table mailbox_places (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  mailbox uuid not null,
  folder text not null,
  -- Numbers of mails mean something under one UIDVALIDITY only.
  uidvalidity bigint not null,
  last_uid bigint not null,
  -- What is taken until the folder has been read to its end once: mails not seen yet, or those since a day.
  backlog text,
  -- Up to which mail the one that was read has been marked, moved or deleted at the server.
  cleared_uid bigint not null default 0,
  primary key (tenant_id, mailbox),
  foreign key (tenant_id, mailbox) references mailboxes (tenant_id, id) on delete cascade
);
select protect('mailbox_places');

alter table inbound_contents
  add column mailbox uuid,
  add column uidvalidity bigint,
  add column uid bigint;
create unique index inbound_contents_uid on inbound_contents (tenant_id, mailbox, uidvalidity, uid) where mailbox is not null;

-- Addresses that a server said for good do not exist, until a mail comes from them or a person writes there again.
create table undeliverable_addresses (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  address text not null check (address = lower(address) and length(address) <= 320),
  since timestamptz not null default now(),
  status text check (length(status) <= 20),
  said text check (length(said) <= 500),
  primary key (tenant_id, address)
);
select protect('undeliverable_addresses');

-- How many mails no person wrote one address gets; absent = the usual numbers.
create table mail_limits (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid primary key,
  limits jsonb not null
);
select protect('mail_limits');
create index outbound_mails_automatic on outbound_mails (tenant_id, recipient, created_at) where automatic;
