-- Lists are sorted by status and by priority in the order that people mean, not by letters: each has its place in a column that
-- follows from it (kernel/contract/list.ts). Desks look at what is open, so that has small indexes of its own.
alter table tickets
  add column status_rank smallint generated always as
    (array_position(array['new', 'in_progress', 'waiting', 'resolved', 'closed'], status)) stored,
  add column priority_rank smallint generated always as
    (array_position(array['critical', 'high', 'medium', 'low'], priority)) stored;
create index tickets_status_rank on tickets (tenant_id, status_rank, id) where deleted_at is null;
create index tickets_priority_rank on tickets (tenant_id, priority_rank, id) where deleted_at is null;
create index tickets_open_status_rank on tickets (tenant_id, status_rank, id)
  where deleted_at is null and status in ('new', 'in_progress', 'waiting');
create index tickets_open_priority_rank on tickets (tenant_id, priority_rank, id)
  where deleted_at is null and status in ('new', 'in_progress', 'waiting');
