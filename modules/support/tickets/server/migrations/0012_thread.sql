-- How far somebody has read a ticket: one mark a person and ticket, on whatever device they read.
select tenant_table('ticket_marks', $$
  reader uuid not null,
  ticket uuid not null,
  seen uuid,
  foreign key (tenant_id, reader) references users (tenant_id, id),
  foreign key (tenant_id, ticket) references tickets (tenant_id, id)
$$);
create unique index ticket_marks_reader on ticket_marks (tenant_id, reader, ticket);
create index ticket_marks_ticket on ticket_marks (tenant_id, ticket);
create index ticket_marks_created on ticket_marks (tenant_id, created_at, id) where deleted_at is null;
create index ticket_marks_updated on ticket_marks (tenant_id, updated_at, id) where deleted_at is null;

-- What the mail that opened a ticket held beside its words. Apart from the ticket, because everybody who reads a ticket
-- would carry it along.
create table ticket_openings (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  ticket uuid not null,
  mail uuid not null,
  quoted text check (length(quoted) <= 200000),
  primary key (tenant_id, ticket),
  foreign key (tenant_id, ticket) references tickets (tenant_id, id) on delete cascade
);
select protect('ticket_openings');
