select tenant_table('views', $$
  entity text not null check (length(entity) between 1 and 50),
  name text not null check (length(name) between 1 and 100),
  visibility text not null default 'personal' check (visibility in ('personal', 'team', 'shared')),
  team uuid,
  filters jsonb not null default '{}',
  sort text,
  columns jsonb,
  density text check (density in ('comfortable', 'compact')),
  group_by text,
  owner uuid not null,
  everyone boolean not null generated always as (visibility = 'shared') stored,
  check ((visibility = 'team') = (team is not null)),
  foreign key (tenant_id, owner) references users (tenant_id, id),
  foreign key (tenant_id, team) references teams (tenant_id, id)
$$);
create index views_created on views (tenant_id, created_at, id) where deleted_at is null;
create index views_updated on views (tenant_id, updated_at, id) where deleted_at is null;
create index views_by_name on views (tenant_id, name, id) where deleted_at is null;
create index views_entity on views (tenant_id, entity, created_at, id) where deleted_at is null;
create index views_owner on views (tenant_id, owner, entity) where deleted_at is null;

-- Where each person has the views of a kind: `key` is a view's id or the name of a ready one.
create table view_places (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  user_id uuid not null,
  entity text not null,
  key text not null check (length(key) between 1 and 50),
  pinned boolean not null,
  hidden boolean not null,
  position integer not null,
  primary key (tenant_id, user_id, entity, key),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
select protect('view_places');
