-- What people write down about a record of any kind; what happened to it by itself stands in the event log.
select tenant_table('timeline_entries', $$
  entity text not null check (length(entity) between 1 and 50),
  record uuid not null,
  kind text not null check (kind in ('note', 'call', 'mail', 'task', 'file')),
  author uuid,
  text text not null check (length(text) <= 20000),
  facts jsonb not null,
  edits bigint not null,
  foreign key (tenant_id, author) references users (tenant_id, id)
$$);
create index timeline_entries_record on timeline_entries (tenant_id, record, id) where deleted_at is null;

-- Records whose timelines are told together, because one was merged into the other.
create table timeline_joins (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  record uuid not null,
  other uuid not null,
  primary key (tenant_id, record, other)
);
select protect('timeline_joins');
