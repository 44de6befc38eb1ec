-- How components stood after each change: who switched them and set them up, and what to go back to.
create table component_changes (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  component text not null check (length(component) <= 50),
  version bigint not null,
  is_on boolean not null,
  settings jsonb not null,
  actor uuid,
  at timestamptz not null,
  primary key (tenant_id, component, version)
);
select protect('component_changes');
-- Those that differ already are the beginning of their history.
insert into component_changes (tenant_id, component, version, is_on, settings, at)
  select tenant_id, component, version, is_on, settings, updated_at from component_states where deleted_at is null;
