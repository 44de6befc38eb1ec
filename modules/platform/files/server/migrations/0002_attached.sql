-- Since when a file belongs to a record; and the platform itself may store one.
alter table files add column attached_at timestamptz;
alter table files alter column uploaded_by drop not null;
-- What the sweep looks for.
create index files_unattached on files (tenant_id, created_at) where attached_at is null;
