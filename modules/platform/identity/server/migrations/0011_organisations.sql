-- The companies that customers come from: they were lines of text at people, now they are records.
select tenant_table('organisations', $$
  name text not null check (length(name) between 1 and 200),
  domains text[] not null default '{}',
  sees_colleagues_tickets boolean not null default false,
  answers_colleagues_tickets boolean not null default false,
  note text not null default '' check (length(note) <= 5000)
$$);
create unique index organisations_name on organisations (tenant_id, lower(name)) where deleted_at is null;
create index organisations_by_name on organisations (tenant_id, name, id) where deleted_at is null;
create index organisations_created on organisations (tenant_id, created_at, id) where deleted_at is null;
select searchable('organisations', 'name A', 'note C');

-- A mirror of the domains: one belongs to one organisation, and operators of arrays use no index below row-level security.
create table organisation_domains (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  domain text not null,
  organisation uuid not null,
  primary key (tenant_id, domain),
  foreign key (tenant_id, organisation) references organisations (tenant_id, id) on delete cascade
);
create index organisation_domains_organisation on organisation_domains (tenant_id, organisation);
select protect('organisation_domains');

create function mirror_organisation_domains() returns trigger language plpgsql as $$
begin
  delete from organisation_domains where tenant_id = new.tenant_id and organisation = new.id;
  if new.deleted_at is null then
    insert into organisation_domains (tenant_id, domain, organisation)
      select new.tenant_id, domain, new.id from unnest(new.domains) as domain;
  end if;
  return null;
end $$;
create trigger mirror_domains after insert or update of domains, deleted_at on organisations
  for each row execute function mirror_organisation_domains();

-- Every text becomes a record. The owner sees all tenants while the policies do not bind it.
alter table users no force row level security;
alter table organisations no force row level security;
alter table users disable trigger user;

insert into organisations (tenant_id, name)
  select tenant_id, min(trim(organisation)) from users
  where trim(organisation) <> '' group by tenant_id, lower(trim(organisation));
alter table users rename column organisation to organisation_text;
alter table users add column organisation uuid;
update users set organisation = found.id from organisations found
  where found.tenant_id = users.tenant_id and lower(found.name) = lower(trim(users.organisation_text));
alter table users drop column search;
alter table users drop column organisation_text;
select searchable('users', 'name A', 'email B', 'phone C digits');

alter table users enable trigger user;
alter table organisations force row level security;
alter table users force row level security;
alter table users add foreign key (tenant_id, organisation) references organisations (tenant_id, id);
create index users_organisation on users (tenant_id, organisation, created_at, id) where deleted_at is null;
