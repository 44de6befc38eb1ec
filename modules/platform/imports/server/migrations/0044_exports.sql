-- Lists that are written into files in the background.
select tenant_table('export_runs', $$
  entity text not null check (length(entity) between 1 and 50),
  input jsonb not null,
  owner uuid not null,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  total bigint not null default 0,
  done bigint not null default 0,
  file uuid,
  file_name text check (length(file_name) <= 255),
  size bigint not null default 0,
  reason text,
  ended_at timestamptz,
  expires_at timestamptz,
  failures bigint not null default 0,
  foreign key (tenant_id, owner) references users (tenant_id, id)
$$);
create index export_runs_owner on export_runs (tenant_id, owner, created_at, id) where deleted_at is null;
create index export_runs_created on export_runs (tenant_id, created_at, id);
