select tenant_table('categories', $$
  name text not null check (length(name) between 1 and 100),
  names jsonb not null default '{}',
  parent uuid,
  foreign key (tenant_id, parent) references categories (tenant_id, id)
$$);
create index categories_created on categories (tenant_id, created_at, id) where deleted_at is null;
create index categories_updated on categories (tenant_id, updated_at, id) where deleted_at is null;
create index categories_by_name on categories (tenant_id, name, id) where deleted_at is null;
create index categories_by_parent on categories (tenant_id, parent, created_at, id) where deleted_at is null;
-- Two of the same name side by side could not be told apart.
create unique index categories_name on categories (tenant_id, parent, lower(name)) nulls not distinct where deleted_at is null;
