-- Uploads under way, which go on after a line or a process broke; their bytes lie in parts until all are there.
select tenant_table('file_uploads', $$
  name text not null check (length(name) between 1 and 255),
  size bigint not null check (size > 0),
  received bigint not null default 0,
  purpose text not null,
  uploaded_by uuid not null,
  expires_at timestamptz not null,
  finished boolean not null default false,
  foreign key (tenant_id, uploaded_by) references users (tenant_id, id)
$$);
create index file_uploads_expired on file_uploads (tenant_id, expires_at);
create table file_parts (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  upload uuid not null,
  start bigint not null,
  size bigint not null,
  key text not null,
  primary key (tenant_id, upload, start),
  foreign key (tenant_id, upload) references file_uploads (tenant_id, id) on delete cascade
);
select protect('file_parts');
