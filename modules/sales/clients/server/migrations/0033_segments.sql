-- Clients by conditions, under a name.
select tenant_table('client_segments', $$
  name text not null check (length(name) between 1 and 100),
  note text not null check (length(note) <= 500),
  conditions jsonb not null,
  owner uuid not null,
  foreign key (tenant_id, owner) references users (tenant_id, id)
$$);
create index client_segments_created on client_segments (tenant_id, created_at, id) where deleted_at is null;
create index client_segments_updated on client_segments (tenant_id, updated_at, id) where deleted_at is null;
create index client_segments_name on client_segments (tenant_id, name, id) where deleted_at is null;
