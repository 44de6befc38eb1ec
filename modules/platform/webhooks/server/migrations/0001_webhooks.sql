select tenant_table('webhooks', $$
  url text not null check (length(url) between 1 and 2000),
  description text not null check (length(description) <= 200),
  events jsonb not null,
  include_internal boolean not null,
  is_active boolean not null,
  state text not null default 'new' check (state in ('new', 'healthy', 'failing', 'paused')),
  paused_because text check (paused_because in ('person', 'gone', 'failing', 'owner')),
  owner uuid not null,
  failing_since timestamptz,
  check ((state = 'paused') = (not is_active))
$$);
create index webhooks_created on webhooks (tenant_id, created_at, id) where deleted_at is null;
create index webhooks_updated on webhooks (tenant_id, updated_at, id) where deleted_at is null;
create index webhooks_by_url on webhooks (tenant_id, url, id) where deleted_at is null;

-- Keys under seal (ENCRYPTION_KEY). For a day after a change the previous one signs, too.
create table webhook_secrets (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  webhook uuid not null,
  sealed text not null,
  previous text,
  previous_until timestamptz,
  primary key (tenant_id, webhook),
  foreign key (tenant_id, webhook) references webhooks (tenant_id, id)
);
select protect('webhook_secrets');

-- One row for every event and webhook, written by the subscription that reads the event log.
select tenant_table('webhook_deliveries', $$
  webhook uuid not null,
  position bigint,
  event text not null check (length(event) <= 100),
  message text not null check (length(message) <= 50),
  state text not null check (state in ('waiting', 'sent', 'failed', 'skipped')),
  is_test boolean not null default false,
  attempts bigint not null default 0,
  next_attempt_at timestamptz,
  sent_at timestamptz,
  last_status bigint,
  last_refusal text check (length(last_refusal) <= 100),
  last_ms bigint,
  payload text not null,
  tries jsonb not null default '[]',
  foreign key (tenant_id, webhook) references webhooks (tenant_id, id)
$$);
-- An event reaches a webhook once, however often it is read.
create unique index webhook_deliveries_once on webhook_deliveries (tenant_id, webhook, position);
create index webhook_deliveries_created on webhook_deliveries (tenant_id, created_at, id) where deleted_at is null;
create index webhook_deliveries_updated on webhook_deliveries (tenant_id, updated_at, id) where deleted_at is null;
create index webhook_deliveries_webhook on webhook_deliveries (tenant_id, webhook, created_at, id) where deleted_at is null;
create index webhook_deliveries_state on webhook_deliveries (tenant_id, state, created_at, id) where deleted_at is null;
create index webhook_deliveries_due on webhook_deliveries (tenant_id, webhook, next_attempt_at, id) where state = 'waiting';

-- Which webhooks have something to send, and since when: one row a webhook, so that a dead receiver's thousand deliveries
-- take one place in the queue. Whoever sends holds the row's lease. Ids only: readable before the tenant is known.
create table webhook_queue (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  webhook uuid not null,
  -- The earliest waiting delivery; null = nothing waits.
  due_at timestamptz,
  -- A failing receiver is left alone until then.
  not_before timestamptz not null default '-infinity',
  leased_until timestamptz not null default '-infinity',
  failures integer not null default 0,
  last_attempt_at timestamptz,
  last_status bigint,
  last_refusal text,
  primary key (tenant_id, webhook),
  foreign key (tenant_id, webhook) references webhooks (tenant_id, id)
);
create index webhook_queue_due on webhook_queue (due_at) where due_at is not null;
select protect('webhook_queue');
select readable_to_platform('webhook_queue');

-- Where other systems call. The token alone names the tenant, so it is unique among all and readable to the platform.
select tenant_table('incoming_hooks', $$
  name text not null check (length(name) between 1 and 100),
  action text not null check (length(action) <= 100),
  fields jsonb not null,
  scheme text not null check (scheme in ('standard', 'hmac')),
  signature_header text not null check (length(signature_header) <= 100),
  id_header text not null check (length(id_header) <= 100),
  is_active boolean not null,
  token text not null check (length(token) <= 64),
  owner uuid not null
$$);
create unique index incoming_hooks_token on incoming_hooks (token);
create index incoming_hooks_created on incoming_hooks (tenant_id, created_at, id) where deleted_at is null;
create index incoming_hooks_updated on incoming_hooks (tenant_id, updated_at, id) where deleted_at is null;
create index incoming_hooks_by_name on incoming_hooks (tenant_id, name, id) where deleted_at is null;
select readable_to_platform('incoming_hooks');

create table incoming_secrets (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  hook uuid not null,
  sealed text not null,
  primary key (tenant_id, hook),
  foreign key (tenant_id, hook) references incoming_hooks (tenant_id, id)
);
select protect('incoming_secrets');

select tenant_table('incoming_calls', $$
  hook uuid not null,
  message text not null check (length(message) <= 200),
  state text not null check (state in ('received', 'handled', 'failed')),
  reason text check (length(reason) <= 200),
  detail text check (length(detail) <= 1000),
  size bigint not null,
  body text not null,
  result uuid,
  foreign key (tenant_id, hook) references incoming_hooks (tenant_id, id)
$$);
create unique index incoming_calls_once on incoming_calls (tenant_id, hook, message);
create index incoming_calls_created on incoming_calls (tenant_id, created_at, id) where deleted_at is null;
create index incoming_calls_updated on incoming_calls (tenant_id, updated_at, id) where deleted_at is null;
create index incoming_calls_hook on incoming_calls (tenant_id, hook, created_at, id) where deleted_at is null;
