-- How components stand for a tenant; one without a row is on, with the settings that it came with.
select tenant_table('component_states', $$
  component text not null check (length(component) <= 50),
  is_on boolean not null,
  settings jsonb not null default '{}'
$$);
select readable_to_platform('component_states');
create unique index component_states_one on component_states (tenant_id, component);
create index component_states_created on component_states (tenant_id, created_at, id) where deleted_at is null;
create index component_states_updated on component_states (tenant_id, updated_at, id) where deleted_at is null;

-- Jobs and events that came for a component while it was off: handed over when it is on again.
create table held_work (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  component text not null,
  kind text not null check (kind in ('job', 'event')),
  name text not null,
  position bigint not null default 0,
  job jsonb not null default '{}',
  mark text not null default '',
  held_at timestamptz not null default now(),
  primary key (tenant_id, component, kind, position, name, mark)
);
select protect('held_work');
