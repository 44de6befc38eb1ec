-- The addresses at which mail comes in and under which it leaves. A mail names nothing but the address, so it is
-- unique among all tenants and readable before the tenant is known.
select tenant_table('mail_addresses', $$
  address text not null check (address = lower(address) and length(address) <= 254),
  purpose text not null check (purpose in ('support')),
  sender_name text check (length(sender_name) between 1 and 100),
  is_active boolean not null
$$);
create unique index mail_addresses_address on mail_addresses (address) where deleted_at is null;
create index mail_addresses_created on mail_addresses (tenant_id, created_at, id) where deleted_at is null;
create index mail_addresses_updated on mail_addresses (tenant_id, updated_at, id) where deleted_at is null;
create index mail_addresses_by_address on mail_addresses (tenant_id, address, id);
select readable_to_platform('mail_addresses');

-- Every tenant has support@<its domain> from its beginning, and keeps it until somebody takes it away.
create function default_mail_address() returns trigger language plpgsql as $$
declare
  before text := coalesce(current_setting('app.tenant_id', true), '');
begin
  perform set_config('app.tenant_id', new.id::text, true);
  insert into mail_addresses (address, purpose, is_active) values ('support@' || lower(new.domain), 'support', true)
    on conflict do nothing;
  perform set_config('app.tenant_id', before, true);
  return null;
end $$;
create trigger default_mail_address after insert on tenants for each row
  when (new.domain is not null) execute function default_mail_address();
create trigger default_mail_address_of_domain after update of domain on tenants for each row
  when (new.domain is not null and new.domain is distinct from old.domain) execute function default_mail_address();
do $$
declare
  one record;
begin
  perform set_config('app.platform', 'on', true);
  for one in select id, domain from tenants where domain is not null loop
    perform set_config('app.tenant_id', one.id::text, true);
    insert into mail_addresses (address, purpose, is_active) values ('support@' || lower(one.domain), 'support', true)
      on conflict do nothing;
  end loop;
end $$;

-- A mail that came in: one row for every tenant it was addressed to, written before the sender heard 250.
select tenant_table('inbound_mails', $$
  recipient text not null check (length(recipient) <= 320),
  envelope_from text not null check (length(envelope_from) <= 320),
  from_name text not null check (length(from_name) <= 200),
  from_address text not null check (length(from_address) <= 320),
  subject text not null check (length(subject) <= 1000),
  message_id text check (length(message_id) <= 1000),
  state text not null check (state in ('received', 'parsed', 'handled', 'suspended', 'failed')),
  reason text check (length(reason) <= 100),
  detail text check (length(detail) <= 500),
  kind text check (kind in ('person', 'bounce', 'out_of_office', 'auto_reply', 'list', 'loop')),
  size bigint not null,
  attachment_count bigint not null,
  remote_address text not null check (length(remote_address) <= 100),
  thread uuid
$$);
create index inbound_mails_created on inbound_mails (tenant_id, created_at, id) where deleted_at is null;
create index inbound_mails_updated on inbound_mails (tenant_id, updated_at, id) where deleted_at is null;
create index inbound_mails_state on inbound_mails (tenant_id, state, created_at, id) where deleted_at is null;
create index inbound_mails_thread on inbound_mails (tenant_id, thread, created_at, id) where deleted_at is null;
create index inbound_mails_message on inbound_mails (tenant_id, message_id) where message_id is not null;

-- The mail itself, as it came; `parsed` is what was read out of it.
create table inbound_contents (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  mail uuid not null,
  raw bytea not null,
  parsed jsonb,
  -- Says that a mail is the same as another one: a redelivery. Null until read, and for repetitions.
  same_as text,
  -- A person said that this mail is to be taken in.
  restored boolean not null default false,
  primary key (tenant_id, mail),
  foreign key (tenant_id, mail) references inbound_mails (tenant_id, id) on delete cascade
);
create unique index inbound_contents_same on inbound_contents (tenant_id, same_as) where same_as is not null;
-- Mails are compressed by their senders or not at all.
alter table inbound_contents alter column raw set storage external;
select protect('inbound_contents');

-- The files of a mail between reading and handling; afterwards they are files of what the mail became.
create table inbound_parts (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  mail uuid not null,
  position integer not null,
  content bytea not null,
  primary key (tenant_id, mail, position),
  foreign key (tenant_id, mail) references inbound_mails (tenant_id, id) on delete cascade
);
alter table inbound_parts alter column content set storage external;
select protect('inbound_parts');

-- A mail that leaves, or is kept here where no SMTP server is configured.
select tenant_table('outbound_mails', $$
  from_address text not null check (length(from_address) <= 254),
  from_name text not null check (length(from_name) <= 200),
  desk text check (length(desk) <= 100),
  recipient text not null check (length(recipient) <= 320),
  recipients jsonb not null,
  subject text not null check (length(subject) <= 1000),
  text text not null check (length(text) <= 100000),
  quoted text not null check (length(quoted) <= 20000),
  language text not null check (language in ('ru', 'en', 'uz', 'ar')),
  attachments jsonb not null,
  message_id text not null check (length(message_id) <= 1000),
  in_reply_to text check (length(in_reply_to) <= 1000),
  refers_to jsonb not null,
  thread uuid,
  reference text check (length(reference) <= 50),
  automatic boolean not null,
  confidential boolean not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'partly', 'kept', 'failed')),
  attempts bigint not null,
  next_attempt_at timestamptz,
  sent_at timestamptz
$$);
create index outbound_mails_created on outbound_mails (tenant_id, created_at, id) where deleted_at is null;
create index outbound_mails_updated on outbound_mails (tenant_id, updated_at, id) where deleted_at is null;
create index outbound_mails_state on outbound_mails (tenant_id, state, created_at, id) where deleted_at is null;
create index outbound_mails_thread on outbound_mails (tenant_id, thread, created_at, id) where deleted_at is null;
create index outbound_mails_recipient on outbound_mails (tenant_id, recipient, created_at, id) where deleted_at is null;
create unique index outbound_mails_message on outbound_mails (tenant_id, message_id);
