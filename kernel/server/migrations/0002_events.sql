-- What happened, in the transaction in which it happened. Two events about one record stand in the order in which their
-- transactions held its lock. Positions below zero are history brought in from elsewhere: told by a record's timeline, news
-- to nobody.
create sequence event_positions;

-- The transaction gets its id before the position is drawn: readers tell by it when everything up to a position is settled.
create function next_event_position() returns bigint language plpgsql volatile as $$
begin
  perform pg_current_xact_id();
  return nextval('event_positions');
end $$;

create table event_log (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  position bigint not null default next_event_position(),
  name text not null,
  about_id uuid not null,
  actor_id uuid,
  request_id text,
  at timestamptz not null default now(),
  payload jsonb not null,
  primary key (tenant_id, about_id, position)
);
create index event_log_order on event_log (position);
-- A consumer of a rare event must not walk over all the others to find that there is nothing new.
create index event_log_by_name on event_log (name, position);
select protect('event_log');
select readable_to_platform('event_log');

-- How far each consumer has read; no tenant data.
create table event_consumers (
  name text primary key,
  position bigint not null default 0,
  failures integer not null default 0,
  updated_at timestamptz not null default now()
);

-- Events that a consumer gave up on, for people to look at.
create table event_failures (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  consumer text not null,
  position bigint not null,
  error text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, consumer, position)
);
select protect('event_failures');
