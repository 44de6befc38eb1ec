select tenant_table('erp_modules', $$
  code text not null check (length(code) between 1 and 40),
  name text not null check (length(name) between 1 and 100),
  link_template text check (length(link_template) <= 500),
  is_active boolean not null default true
$$);
create index erp_modules_created on erp_modules (tenant_id, created_at, id) where deleted_at is null;
create index erp_modules_updated on erp_modules (tenant_id, updated_at, id) where deleted_at is null;
create index erp_modules_by_name on erp_modules (tenant_id, name, id) where deleted_at is null;
create index erp_modules_by_code on erp_modules (tenant_id, code, id) where deleted_at is null;
create unique index erp_modules_code on erp_modules (tenant_id, lower(code)) where deleted_at is null;
select searchable('erp_modules', 'code A', 'name A');
