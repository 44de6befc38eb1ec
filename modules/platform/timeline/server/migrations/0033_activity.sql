-- Which records were written of lately: conditions ask it.
create index timeline_entries_lately on timeline_entries (tenant_id, entity, created_at, record) where deleted_at is null;
