-- What happened, in the transaction in which it happened. Read in commit order: rows of transactions that are all
-- finished (xid below the snapshot's xmin), by (xid, position).
create table event_log (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  xid xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  name text not null,
  about_id uuid not null,
  actor_id uuid,
  request_id text,
  at timestamptz not null default now(),
  payload jsonb not null,
  primary key (tenant_id, about_id, xid, position)
);
create index event_log_order on event_log (xid, position);
-- A consumer of a rare event must not walk over all the others to find that there is nothing new.
create index event_log_by_name on event_log (name, xid, position);
select protect('event_log');
select readable_to_platform('event_log');

-- How far each consumer has read; no tenant data.
create table event_consumers (
  name text primary key,
  xid xid8 not null default '0',
  position bigint not null default 0,
  failures integer not null default 0,
  updated_at timestamptz not null default now()
);

-- Events that a consumer gave up on, for people to look at.
create table event_failures (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  consumer text not null,
  xid xid8 not null,
  position bigint not null,
  error text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, consumer, xid, position)
);
select protect('event_failures');
