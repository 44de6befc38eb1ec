select tenant_table('bulk_runs', $$
  entity text not null check (length(entity) between 1 and 50),
  action text not null check (length(action) between 1 and 100),
  input jsonb not null,
  owner uuid not null,
  state text not null check (state in ('queued', 'running', 'done', 'cancelled', 'undoing', 'undone', 'failed')),
  total bigint not null,
  done bigint not null default 0,
  changed bigint not null default 0,
  skipped jsonb not null default '[]',
  undone bigint not null default 0,
  undo_skipped jsonb not null default '[]',
  undo_until timestamptz,
  ended_at timestamptz,
  failures bigint not null default 0,
  foreign key (tenant_id, owner) references users (tenant_id, id)
$$);
create index bulk_runs_owner on bulk_runs (tenant_id, owner, created_at, id) where deleted_at is null;
create index bulk_runs_active on bulk_runs (tenant_id, owner, created_at) where state in ('queued', 'running', 'undoing');
create index bulk_runs_ended on bulk_runs (tenant_id, ended_at) where ended_at is not null;

-- The records of a run in their order, fixed when it was asked for: what changed in each, for taking it back.
create table bulk_items (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  run uuid not null,
  place integer not null,
  record uuid not null,
  is_changed boolean not null default false,
  before jsonb,
  after jsonb,
  primary key (tenant_id, run, place),
  foreign key (tenant_id, run) references bulk_runs (tenant_id, id) on delete cascade
);
create index bulk_items_changed on bulk_items (tenant_id, run, place) where is_changed;
select protect('bulk_items');
