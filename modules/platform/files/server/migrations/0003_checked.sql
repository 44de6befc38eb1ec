-- What a scanner and the making of pictures found out, what a file is for, and what keeps it from being deleted.
alter table files
  add column purpose text not null default 'attachment',
  add column scan text not null default 'unscanned'
    check (scan in ('waiting', 'clean', 'infected', 'failed', 'unscanned')),
  add column preview text not null default 'none' check (preview in ('none', 'waiting', 'ready', 'failed')),
  add column width bigint,
  add column height bigint;
create index files_unchecked on files (tenant_id, created_at) where scan = 'waiting' or preview = 'waiting';

-- What only the server knows of a file. `cleaned`: the bytes are those without what the camera wrote into them.
create table file_keeping (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  file uuid not null,
  cleaned boolean not null default false,
  -- Bytes of each smaller picture by its longer side.
  previews jsonb not null default '{}',
  held boolean not null default false,
  released_at timestamptz,
  primary key (tenant_id, file),
  foreign key (tenant_id, file) references files (tenant_id, id) on delete cascade
);
select protect('file_keeping');
create index file_keeping_released on file_keeping (tenant_id, released_at) where released_at is not null and not held;

-- What a tenant allows instead of what the installation allows.
create table file_rules (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  purpose text not null,
  types text[] not null,
  max_size bigint not null check (max_size > 0),
  primary key (tenant_id, purpose)
);
select protect('file_rules');
