-- What every table of a tenant has in common is made here, so that no table can forget its policy.

create function new_id() returns uuid language plpgsql volatile parallel safe as $$
begin
  if current_setting('server_version_num')::int >= 180000 then
    return uuidv7();
  end if;
  -- RFC 9562 version 7 on older servers: 48 bits of milliseconds over a random uuid.
  return encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
end $$;

create function touch() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  new.version := old.version + 1;
  return new;
end $$;

-- The policy of a table with a tenant_id: the tenant that the transaction was opened for, and nothing without one.
create function protect(name text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy tenant on %I using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
end $$;

-- Some narrow tables must be found before the tenant is known (sign-in names, mail addresses): readable to the platform.
create function readable_to_platform(name text) returns void language plpgsql as $$
begin
  execute format('create policy platform on %I for select using (current_setting(''app.platform'', true) = ''on'')', name);
end $$;

-- A record of a tenant. There is no foreign key to tenants: its lock on one row would make all writers of a tenant queue.
create function tenant_table(name text, columns text) returns void language plpgsql as $$
begin
  execute format('create table %I (
    id uuid not null default new_id(),
    tenant_id uuid not null default current_setting(''app.tenant_id'')::uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version bigint not null default 1,
    deleted_at timestamptz,
    %s,
    primary key (tenant_id, id))', name, columns);
  execute format('create trigger touch before update on %I for each row execute function touch()', name);
  perform protect(name);
end $$;

-- Gap-free numbers for people, one counter per tenant and series; taken last, its row stays locked until the commit.
create table counters (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  series text not null,
  value bigint not null,
  primary key (tenant_id, series)
);
select protect('counters');

create function next_number(of_series text) returns bigint language sql volatile as $$
  insert into counters (series, value) values (of_series, 1)
  on conflict (tenant_id, series) do update set value = counters.value + 1
  returning value
$$;

create table tenants (
  id uuid primary key default new_id(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version bigint not null default 1,
  deleted_at timestamptz,
  name text not null check (length(name) between 1 and 100),
  slug text not null unique,
  domain text unique check (length(domain) <= 100),
  is_active boolean not null default true,
  config jsonb not null default '{}',
  placement jsonb not null default '{"kind": "shared"}'
);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant on tenants using (id = nullif(current_setting('app.tenant_id', true), '')::uuid) with check (id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy platform on tenants using (current_setting('app.platform', true) = 'on') with check (current_setting('app.platform', true) = 'on');
create trigger touch before update on tenants for each row execute function touch();
