-- A mail names somebody who was taken out of the conversation: shown as a suggestion, never brought back by itself.
alter table ticket_participants add column named_again_at timestamptz;

-- Replies that wait for their hour. The row and what becomes of it change in one transaction.
select tenant_table('ticket_sendings', $$
  ticket uuid not null,
  author uuid not null,
  text text not null check (length(text) <= 50000),
  attachments uuid[] not null,
  mentions uuid[] not null,
  cc jsonb,
  status text check (status in ('new', 'in_progress', 'waiting', 'resolved', 'closed')),
  seen uuid,
  send_at timestamptz not null,
  state text not null check (state in ('waiting', 'sent', 'cancelled', 'stopped')),
  reason text check (length(reason) <= 100),
  comment uuid,
  foreign key (tenant_id, ticket) references tickets (tenant_id, id),
  foreign key (tenant_id, author) references users (tenant_id, id)
$$);
create index ticket_sendings_open on ticket_sendings (tenant_id, ticket, send_at)
  where deleted_at is null and state in ('waiting', 'stopped');
create index ticket_sendings_created on ticket_sendings (tenant_id, created_at, id) where deleted_at is null;
create index ticket_sendings_updated on ticket_sendings (tenant_id, updated_at, id) where deleted_at is null;

select tenant_table('ticket_followers', $$
  ticket uuid not null,
  person uuid not null,
  foreign key (tenant_id, ticket) references tickets (tenant_id, id),
  foreign key (tenant_id, person) references users (tenant_id, id)
$$);
create unique index ticket_followers_person on ticket_followers (tenant_id, ticket, person);
create index ticket_followers_created on ticket_followers (tenant_id, created_at, id) where deleted_at is null;
create index ticket_followers_updated on ticket_followers (tenant_id, updated_at, id) where deleted_at is null;

-- Answers being written: one a person, ticket and kind.
select tenant_table('ticket_drafts', $$
  ticket uuid not null,
  author uuid not null,
  mode text not null check (mode in ('reply', 'note')),
  text text not null check (length(text) <= 50000),
  attachments jsonb not null,
  seen uuid,
  shared boolean not null,
  foreign key (tenant_id, ticket) references tickets (tenant_id, id),
  foreign key (tenant_id, author) references users (tenant_id, id)
$$);
create unique index ticket_drafts_one on ticket_drafts (tenant_id, ticket, author, mode);
create index ticket_drafts_created on ticket_drafts (tenant_id, created_at, id) where deleted_at is null;
create index ticket_drafts_updated on ticket_drafts (tenant_id, updated_at, id) where deleted_at is null;
