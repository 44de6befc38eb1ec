select tenant_table('macros', $$
  name text not null check (length(name) between 1 and 100),
  visibility text not null default 'personal' check (visibility in ('personal', 'team', 'shared')),
  team uuid,
  text text not null default '' check (length(text) <= 20000),
  status text check (status in ('new', 'in_progress', 'waiting', 'resolved', 'closed')),
  changes jsonb not null default '{}',
  owner uuid not null,
  everyone boolean not null generated always as (visibility = 'shared') stored,
  check ((visibility = 'team') = (team is not null)),
  foreign key (tenant_id, owner) references users (tenant_id, id),
  foreign key (tenant_id, team) references teams (tenant_id, id)
$$);
create index macros_created on macros (tenant_id, created_at, id) where deleted_at is null;
create index macros_updated on macros (tenant_id, updated_at, id) where deleted_at is null;
create index macros_by_name on macros (tenant_id, name, id) where deleted_at is null;
create index macros_owner on macros (tenant_id, owner) where deleted_at is null;
