-- What was uploaded; the bytes lie in the storage under the id.
select tenant_table('files', $$
  name text not null check (length(name) between 1 and 255),
  type text not null check (length(type) <= 127),
  size bigint not null check (size >= 0),
  sha256 text not null check (length(sha256) = 64),
  uploaded_by uuid not null,
  foreign key (tenant_id, uploaded_by) references users (tenant_id, id)
$$);
create index files_uploaded_by on files (tenant_id, uploaded_by, created_at, id) where deleted_at is null;
