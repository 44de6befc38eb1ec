-- Whom the mails of a ticket named beside its requester. Gone ones stay known, so that a mail that names them again
-- does not bring them back against somebody's wish.
select tenant_table('ticket_participants', $$
  ticket uuid not null,
  name text not null check (length(name) <= 200),
  address text not null check (address = lower(address) and length(address) <= 254),
  foreign key (tenant_id, ticket) references tickets (tenant_id, id)
$$);
create unique index ticket_participants_address on ticket_participants (tenant_id, ticket, address);
create index ticket_participants_created on ticket_participants (tenant_id, created_at, id) where deleted_at is null;
create index ticket_participants_updated on ticket_participants (tenant_id, updated_at, id) where deleted_at is null;
