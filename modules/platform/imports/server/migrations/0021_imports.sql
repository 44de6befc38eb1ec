select tenant_table('import_runs', $$
  entity text not null check (length(entity) between 1 and 50),
  owner uuid not null,
  file uuid not null,
  file_name text not null check (length(file_name) between 1 and 255),
  format jsonb not null,
  mapping jsonb not null,
  columns jsonb not null,
  on_match text not null check (on_match in ('update', 'skip', 'create')),
  on_removed text not null check (on_removed in ('restore', 'skip')),
  date_order text not null check (date_order in ('dmy', 'mdy', 'ymd')),
  decimal text not null check (decimal in ('comma', 'point')),
  state text not null
    check (state in ('draft', 'checking', 'checked', 'running', 'done', 'cancelled', 'undoing', 'undone', 'failed')),
  total bigint not null default 0,
  done bigint not null default 0,
  read bigint not null default 0,
  counts jsonb not null default '{}',
  faults bigint not null default 0,
  undone bigint not null default 0,
  undo_kept bigint not null default 0,
  reason text,
  undo_until timestamptz,
  ended_at timestamptz,
  failures bigint not null default 0,
  reader uuid,
  foreign key (tenant_id, owner) references users (tenant_id, id),
  foreign key (tenant_id, file) references files (tenant_id, id)
$$);
create index import_runs_owner on import_runs (tenant_id, owner, created_at, id) where deleted_at is null;
create index import_runs_file on import_runs (tenant_id, file);
create index import_runs_created on import_runs (tenant_id, created_at, id);

-- The rows of a file as they were read, and what became of each: for the error file, for going on after a stop, and for
-- taking everything back.
create table import_rows (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  run uuid not null,
  -- The order of reading, and the line of the file where the row begins.
  place integer not null,
  line integer not null,
  cells jsonb not null,
  outcome text not null check (outcome in ('create', 'update', 'restore', 'same', 'skip', 'conflict', 'error')),
  -- Why it was not taken, or not wholly: [{ field, code, params }].
  faults jsonb,
  is_written boolean not null default false,
  record uuid,
  -- What it changed, as it was and as it became; the version that it left.
  before jsonb,
  after jsonb,
  version bigint,
  primary key (tenant_id, run, place),
  foreign key (tenant_id, run) references import_runs (tenant_id, id) on delete cascade
);
create index import_rows_faults on import_rows (tenant_id, run, place) where faults is not null;
create index import_rows_record on import_rows (tenant_id, run, record) where version is not null;
create index import_rows_written on import_rows (tenant_id, run, place) where is_written;
select protect('import_rows');
