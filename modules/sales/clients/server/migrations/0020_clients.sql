-- Small lists of the tenant: how far a client is, and where clients come from.
select tenant_table('client_statuses', $$
  name text not null check (length(name) between 1 and 100),
  color text not null check (color in ('gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'violet')),
  position bigint not null check (position between 0 and 1000),
  is_default boolean not null
$$);
create unique index client_statuses_name on client_statuses (tenant_id, lower(name)) where deleted_at is null;
create unique index client_statuses_default on client_statuses (tenant_id) where is_default and deleted_at is null;
create index client_statuses_created on client_statuses (tenant_id, created_at, id) where deleted_at is null;
create index client_statuses_order on client_statuses (tenant_id, position, id) where deleted_at is null;

select tenant_table('client_sources', $$
  name text not null check (length(name) between 1 and 100),
  color text not null check (color in ('gray', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'violet')),
  position bigint not null check (position between 0 and 1000),
  is_default boolean not null
$$);
create unique index client_sources_name on client_sources (tenant_id, lower(name)) where deleted_at is null;
create unique index client_sources_default on client_sources (tenant_id) where is_default and deleted_at is null;
create index client_sources_created on client_sources (tenant_id, created_at, id) where deleted_at is null;
create index client_sources_order on client_sources (tenant_id, position, id) where deleted_at is null;

select tenant_table('clients', $$
  kind text not null check (kind in ('person', 'organisation')),
  name text not null check (length(name) between 1 and 200),
  email text check (length(email) <= 254 and email = lower(email)),
  phone text check (phone ~ '^\+[0-9]{5,15}$'),
  tax_number text check (tax_number ~ '^[0-9]{8,15}$'),
  address text not null check (length(address) <= 1000),
  status uuid,
  source uuid,
  owner uuid,
  team uuid,
  tags text[] not null,
  language text check (language in ('ru', 'en', 'uz', 'ar')),
  consent boolean not null,
  notes text not null check (length(notes) <= 20000),
  stage text not null check (stage in ('lead', 'client')),
  converted_at timestamptz,
  merged_into uuid,
  foreign key (tenant_id, status) references client_statuses (tenant_id, id),
  foreign key (tenant_id, source) references client_sources (tenant_id, id),
  foreign key (tenant_id, owner) references users (tenant_id, id),
  foreign key (tenant_id, team) references teams (tenant_id, id),
  foreign key (tenant_id, merged_into) references clients (tenant_id, id)
$$);
-- Every order of the list.
create index clients_created on clients (tenant_id, created_at, id) where deleted_at is null;
create index clients_updated on clients (tenant_id, updated_at, id) where deleted_at is null;
create index clients_name on clients (tenant_id, name, id) where deleted_at is null;
-- Every filter, in the default order.
create index clients_kind on clients (tenant_id, kind, created_at, id) where deleted_at is null;
create index clients_stage on clients (tenant_id, stage, created_at, id) where deleted_at is null;
create index clients_status on clients (tenant_id, status, created_at, id) where deleted_at is null;
create index clients_source on clients (tenant_id, source, created_at, id) where deleted_at is null;
create index clients_owner on clients (tenant_id, owner, created_at, id) where deleted_at is null;
create index clients_team on clients (tenant_id, team, created_at, id) where deleted_at is null;
create index clients_language on clients (tenant_id, language, created_at, id) where deleted_at is null;
create index clients_merged on clients (tenant_id, merged_into) where merged_into is not null;
select searchable('clients', 'name A', 'email B', 'phone C digits', 'tax_number B', 'notes D');

select tenant_table('client_contacts', $$
  client uuid not null,
  name text not null check (length(name) between 1 and 200),
  job text not null check (length(job) <= 200),
  email text check (length(email) <= 254 and email = lower(email)),
  phone text check (phone ~ '^\+[0-9]{5,15}$'),
  is_main boolean not null,
  note text not null check (length(note) <= 2000),
  foreign key (tenant_id, client) references clients (tenant_id, id)
$$);
create index client_contacts_client on client_contacts (tenant_id, client, id) where deleted_at is null;
create index client_contacts_email on client_contacts (tenant_id, email) where deleted_at is null and email is not null;
create index client_contacts_phone on client_contacts (tenant_id, phone) where deleted_at is null and phone is not null;
create unique index client_contacts_main on client_contacts (tenant_id, client) where is_main and deleted_at is null;
select searchable('client_contacts', 'name B', 'email B', 'phone C digits');

-- Who a client is: one definition for form, API, import and merge. Values come normalised (lower-case address, E.164,
-- digits). A client that was put away keeps its own until it is purged, so that it is offered for restoring; one that was
-- merged left them to the other, marked with the merge they came by.
create table client_identities (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  kind text not null check (kind in ('email', 'phone', 'tax_number')),
  value text not null,
  client uuid not null,
  merge uuid,
  primary key (tenant_id, kind, value),
  foreign key (tenant_id, client) references clients (tenant_id, id) on delete cascade
);
create index client_identities_client on client_identities (tenant_id, client);
select protect('client_identities');

create function mirror_client_identities() returns trigger language plpgsql as $$
begin
  delete from client_identities i where i.tenant_id = new.tenant_id and i.client = new.id and i.merge is null
    and (new.merged_into is not null or i.value is distinct from
      case i.kind when 'email' then new.email when 'phone' then new.phone else new.tax_number end);
  if new.merged_into is null then
    insert into client_identities (tenant_id, kind, value, client)
      select new.tenant_id, mine.kind, mine.value, new.id
      from (values ('email', new.email), ('phone', new.phone), ('tax_number', new.tax_number)) as mine (kind, value)
      where mine.value is not null and not exists (
        select from client_identities i
        where i.tenant_id = new.tenant_id and i.kind = mine.kind and i.value = mine.value and i.client = new.id)
      order by mine.kind;
  end if;
  return null;
end $$;
create trigger mirror_identities after insert or update of email, phone, tax_number, merged_into on clients
  for each row execute function mirror_client_identities();

-- A name as it is compared: lower case, without forms of companies, Cyrillic in Latin letters, its words in order.
create function client_name_key(given text) returns text language plpgsql immutable strict parallel safe as $$
declare
  seen text := lower(search_text(given));
begin
  seen := replace(replace(replace(replace(replace(replace(replace(seen,
    'ж', 'zh'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'sh'), 'ю', 'yu'), 'я', 'ya'), 'х', 'h');
  seen := translate(seen, 'абвгдезийклмнопрстуфцыэқғўҳьъ', 'abvgdeziyklmnoprstufsyeqgoh');
  return coalesce((
    select string_agg(word, ' ' order by word collate "C") from unnest(string_to_array(seen, ' ')) as word
    where word <> '' and word not in ('ooo', 'oao', 'zao', 'ao', 'ip', 'pao', 'chp', 'mchj', 'xk', 'aj', 'mas', 'llc', 'ltd',
      'inc', 'jsc', 'gmbh', 'co', 'company')
  ), '');
end $$;

-- A mirror for comparing, because below row-level security no index on a function is used.
create table client_names (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  client uuid not null,
  key text not null,
  primary key (tenant_id, client),
  foreign key (tenant_id, client) references clients (tenant_id, id) on delete cascade
);
create index client_names_key on client_names (tenant_id, key, client);
select protect('client_names');

create function mirror_client_name() returns trigger language plpgsql as $$
begin
  insert into client_names (tenant_id, client, key) values (new.tenant_id, new.id, client_name_key(new.name))
    on conflict (tenant_id, client) do update set key = excluded.key;
  return null;
end $$;
create trigger mirror_name after insert or update of name on clients for each row execute function mirror_client_name();

-- Tags for filtering: operators of arrays use no index below row-level security.
create table client_tags (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  tag text not null,
  client uuid not null,
  primary key (tenant_id, tag, client),
  foreign key (tenant_id, client) references clients (tenant_id, id) on delete cascade
);
create index client_tags_client on client_tags (tenant_id, client);
select protect('client_tags');

create function mirror_client_tags() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from client_tags where tenant_id = new.tenant_id and client = new.id and not tag = any (new.tags);
  end if;
  insert into client_tags (tenant_id, tag, client) select new.tenant_id, tag, new.id from unnest(new.tags) as tag
    on conflict do nothing;
  return null;
end $$;
create trigger mirror_new_tags after insert on clients for each row when (new.tags <> '{}') execute function mirror_client_tags();
create trigger mirror_tags after update of tags on clients for each row when (new.tags is distinct from old.tags) execute function mirror_client_tags();

-- Two clients that may be the same, or of whom somebody said that they are not; the smaller id first.
create table client_pairs (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  one uuid not null,
  other uuid not null check (other > one),
  reason text not null check (reason in ('email', 'phone', 'tax_number', 'name')),
  state text not null check (state in ('likely', 'different')),
  found_at timestamptz not null default now(),
  decided_by uuid,
  primary key (tenant_id, one, other),
  foreign key (tenant_id, one) references clients (tenant_id, id) on delete cascade,
  foreign key (tenant_id, other) references clients (tenant_id, id) on delete cascade
);
create index client_pairs_other on client_pairs (tenant_id, other);
create index client_pairs_likely on client_pairs (tenant_id, found_at, one, other) where state = 'likely';
select protect('client_pairs');

-- What a merge changed, so that it can be taken back: both records as they were, and what moved.
create table client_merges (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default new_id(),
  at timestamptz not null default now(),
  actor uuid not null,
  winner uuid not null,
  loser uuid not null,
  winner_before jsonb not null,
  winner_after jsonb not null,
  loser_before jsonb not null,
  moved jsonb not null,
  undone_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, winner) references clients (tenant_id, id) on delete cascade,
  foreign key (tenant_id, loser) references clients (tenant_id, id) on delete cascade
);
create index client_merges_winner on client_merges (tenant_id, winner, at);
create index client_merges_loser on client_merges (tenant_id, loser);
create index client_merges_at on client_merges (tenant_id, at, id);
select protect('client_merges');
