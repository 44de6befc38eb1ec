select tenant_table('audit_alerts', $$
  rule text not null,
  severity text not null check (severity in ('low', 'medium', 'high')),
  person uuid,
  address text check (length(address) <= 64),
  count bigint not null,
  entry uuid,
  is_open boolean not null default true,
  acknowledged_by uuid,
  acknowledged_at timestamptz
$$);
create index audit_alerts_created on audit_alerts (tenant_id, created_at, id) where deleted_at is null;
create index audit_alerts_updated on audit_alerts (tenant_id, updated_at, id) where deleted_at is null;
create index audit_alerts_open on audit_alerts (tenant_id, is_open, created_at, id) where deleted_at is null;
create index audit_alerts_rule on audit_alerts (tenant_id, rule, created_at, id) where deleted_at is null;
create index audit_alerts_severity on audit_alerts (tenant_id, severity, created_at, id) where deleted_at is null;
create index audit_alerts_person on audit_alerts (tenant_id, person, created_at, id) where deleted_at is null;

-- How far each chain was looked through for what is suspicious.
create table audit_watch (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid primary key,
  seq bigint not null
);
select protect('audit_watch');
