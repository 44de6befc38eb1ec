-- Addresses that are turned away, and those that never are. They concern the whole platform and belong to none of its
-- tenants: every row is the platform's own, which has the id of the platform's audit chain.
select tenant_table('address_blocks', $$
  network text not null check (length(network) <= 50),
  kind text not null check (kind in ('block', 'allow')),
  cause text not null check (cause in ('manual', 'sign_ins', 'strays')),
  reason text check (length(reason) <= 300),
  until timestamptz,
  made_by uuid,
  is_active boolean not null default true,
  ended_by uuid,
  ended_at timestamptz
$$);
alter table address_blocks alter column tenant_id set default '00000000-0000-0000-0000-000000000000';
create policy platform on address_blocks using (current_setting('app.platform', true) = 'on') with check (current_setting('app.platform', true) = 'on');
create unique index address_blocks_one on address_blocks (tenant_id, network) where is_active and deleted_at is null;
create index address_blocks_created on address_blocks (tenant_id, created_at, id) where deleted_at is null;
create index address_blocks_updated on address_blocks (tenant_id, updated_at, id) where deleted_at is null;
create index address_blocks_active on address_blocks (tenant_id, is_active, created_at, id) where deleted_at is null;
create index address_blocks_kind on address_blocks (tenant_id, kind, created_at, id) where deleted_at is null;
create index address_blocks_cause on address_blocks (tenant_id, cause, created_at, id) where deleted_at is null;
