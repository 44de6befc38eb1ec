-- What was done, in the transaction in which it was done: one row an entry, readable, and erasable in its two parts that may
-- hold personal text. `facts` are ids and codes; `origin` is from where and what was typed; `changes` are the values.
create table audit_details (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  position bigint not null default next_event_position(),
  id uuid not null default new_id(),
  -- The entry of a transaction that changed too much for one row.
  part_of uuid,
  at timestamptz not null default now(),
  facts text not null,
  origin text,
  origin_salt uuid default gen_random_uuid(),
  changes text,
  changes_salt uuid default gen_random_uuid(),
  primary key (tenant_id, position)
);
create index audit_details_order on audit_details (position);
select protect('audit_details');
-- The sealer must find them before it knows the tenant.
select readable_to_platform('audit_details');

-- The same entries sealed: numbered without gaps, each with the hash of the one before. No personal text: of what may be
-- erased stands here only an HMAC under a salt that is erased with it.
create table audit_entries (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  seq bigint not null,
  id uuid not null,
  position bigint not null,
  part_of uuid,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  role text not null,
  session_id uuid,
  action text not null,
  entity text not null,
  about_id uuid,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  code text not null,
  request_id text not null,
  channel text not null,
  -- How many alike this entry stands for.
  count integer not null,
  -- Tables, records and fields that were changed, as JSON; kept as it was hashed.
  touched text not null,
  origin_mac text not null,
  changes_mac text not null,
  prev_hash text not null,
  hash text not null,
  primary key (tenant_id, seq)
);
create unique index audit_entries_id on audit_entries (tenant_id, id);
create index audit_entries_at on audit_entries (tenant_id, at, seq) where part_of is null;
create index audit_entries_actor on audit_entries (tenant_id, actor_id, at, seq) where part_of is null;
create index audit_entries_action on audit_entries (tenant_id, action, at, seq) where part_of is null;
create index audit_entries_entity on audit_entries (tenant_id, entity, at, seq) where part_of is null;
create index audit_entries_outcome on audit_entries (tenant_id, outcome, at, seq) where part_of is null and outcome <> 'done';
create index audit_entries_admin on audit_entries (tenant_id, at, seq) where part_of is null and role in ('admin', 'super_admin');
create index audit_entries_part on audit_entries (tenant_id, part_of, seq) where part_of is not null;
select protect('audit_entries');

-- Every record that an entry is about or changed.
create table audit_records (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  record_id uuid not null,
  seq bigint not null,
  primary key (tenant_id, record_id, seq)
);
select protect('audit_records');

-- What entries are found by that is personal: erased with the details.
create table audit_search (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  seq bigint not null,
  address text,
  words tsvector not null,
  primary key (tenant_id, seq)
);
create index audit_search_address on audit_search (tenant_id, address, seq) where address is not null;
create index audit_search_words on audit_search using gin (words);
select protect('audit_search');

-- The last entry of each chain, signed: who cuts off the end of a chain cannot sign an earlier one.
create table audit_heads (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid primary key,
  seq bigint not null,
  hash text not null,
  mac text not null,
  sealed_at timestamptz not null default now()
);
select protect('audit_heads');
select readable_to_platform('audit_heads');

create function audit_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only: % of % is refused', lower(tg_op), tg_table_name using errcode = 'insufficient_privilege';
end $$;

-- The one change that details know: a part of them is erased together with its salt.
create function audit_only_erased() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.position, new.id, new.at, new.facts) is distinct from (old.tenant_id, old.position, old.id, old.at, old.facts)
    or new.part_of is distinct from old.part_of
    or not (new.origin is not distinct from old.origin and new.origin_salt is not distinct from old.origin_salt
      or new.origin is null and new.origin_salt is null)
    or not (new.changes is not distinct from old.changes and new.changes_salt is not distinct from old.changes_salt
      or new.changes is null and new.changes_salt is null)
  then
    raise exception 'the audit is append-only: details are erased or stay' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create function audit_only_grows() returns trigger language plpgsql as $$
begin
  if new.tenant_id <> old.tenant_id or new.seq <= old.seq then
    raise exception 'the audit is append-only: a chain does not get shorter' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger stays before update or delete on audit_entries for each row execute function audit_stays();
create trigger stays_whole before truncate on audit_entries for each statement execute function audit_stays();
create trigger stays before delete on audit_details for each row execute function audit_stays();
create trigger stays_whole before truncate on audit_details for each statement execute function audit_stays();
create trigger only_erased before update on audit_details for each row execute function audit_only_erased();
create trigger stays before delete on audit_heads for each row execute function audit_stays();
create trigger stays_whole before truncate on audit_heads for each statement execute function audit_stays();
create trigger only_grows before update on audit_heads for each row execute function audit_only_grows();

-- An entry that no application wrote: somebody changed a row by SQL of their own.
create function audit_outside(of_tenant uuid, action text, changes text) returns void language plpgsql as $$
declare
  set_tenant text := current_setting('app.tenant_id', true);
begin
  perform set_config('app.tenant_id', of_tenant::text, true);
  insert into audit_details (tenant_id, facts, origin, changes) values (
    of_tenant,
    json_build_object('actor_kind', 'database', 'role', session_user, 'action', action, 'channel', 'sql',
      'request_id', 'transaction ' || pg_current_xact_id()),
    json_build_object('address', coalesce(host(inet_client_addr()), ''), 'user_agent', current_setting('application_name')),
    '[' || changes || ']');
  perform set_config('app.tenant_id', coalesce(set_tenant, ''), true);
end $$;

-- Takes one change of a row, as JSON. In a transaction of the application it is gathered for the entry that ends it.
create function audit_take(of_tenant uuid, of_table text, change text) returns void language plpgsql as $$
declare
  entry text := current_setting('app.audit', true);
  gathered text;
begin
  if entry <> '' then
    gathered := current_setting('app.audit_changes', true);
    if gathered is null or gathered = '' then
      perform set_config('app.audit_changes', change, true);
    elsif octet_length(gathered) < 60000 or coalesce(current_setting('app.tenant_id', true), '') = '' then
      perform set_config('app.audit_changes', gathered || ',' || change, true);
    else
      insert into audit_details (part_of, facts, changes) values (entry::uuid, '{"action":"continued"}', '[' || gathered || ']');
      perform set_config('app.audit_changes', change, true);
    end if;
  elsif current_setting('app.upkeep', true) = 'on' then
    -- Bulk work leaves one entry for every table it touches.
    gathered := coalesce(current_setting('app.audit_upkeep', true), '');
    if position(',' || of_table || ',' in gathered) = 0 then
      perform audit_outside(of_tenant, 'sql.upkeep', json_build_object('table', of_table, 'op', 'upkeep')::text);
      perform set_config('app.audit_upkeep', gathered || ',' || of_table || ',', true);
    end if;
  else
    perform audit_outside(of_tenant, 'sql.change', change);
  end if;
end $$;

create function audit_truncated() returns trigger language plpgsql as $$
begin
  perform audit_outside('00000000-0000-0000-0000-000000000000', 'sql.change', json_build_object('table', tg_table_name, 'op', 'truncate')::text);
  return null;
end $$;
