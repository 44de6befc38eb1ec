-- Tickets put off: few beside the open ones, so that the index of them costs the others nothing.
alter table tickets add column snoozed boolean not null default false;
alter table tickets add column snoozed_until timestamptz check (snoozed or snoozed_until is null);
create index tickets_snoozed on tickets (tenant_id, created_at, id) where deleted_at is null and snoozed;
-- Figures of views leave out what is put off: they are read from the index alone as before.
drop index tickets_unclosed;
create index tickets_unclosed on tickets (tenant_id, status, assignee, requester, team, snoozed)
  where deleted_at is null and status <> 'closed';
-- What changes about the ticket when a waiting reply leaves.
alter table ticket_sendings add column beside jsonb;
