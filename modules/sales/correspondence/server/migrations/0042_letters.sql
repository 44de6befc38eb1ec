-- Letters of clients and deals: mail that is written and received in the record itself.
select tenant_table('letters', $$
  client uuid not null,
  deal uuid,
  direction text not null check (direction in ('in', 'out')),
  author uuid,
  from_name text not null check (length(from_name) <= 200),
  from_address text not null check (length(from_address) <= 320),
  people jsonb not null,
  subject text not null check (length(subject) <= 1000),
  text text not null check (length(text) <= 100000),
  quoted text not null check (length(quoted) <= 200000),
  files jsonb not null,
  automatic boolean not null,
  state text not null check (state in ('received', 'queued', 'sent', 'partly', 'failed', 'bounced', 'kept')),
  mail uuid,
  thread uuid not null,
  foreign key (tenant_id, client) references clients (tenant_id, id),
  foreign key (tenant_id, deal) references deals (tenant_id, id),
  foreign key (tenant_id, author) references users (tenant_id, id)
$$);
create index letters_client on letters (tenant_id, client, created_at, id) where deleted_at is null;
create index letters_deal on letters (tenant_id, deal, created_at, id) where deleted_at is null and deal is not null;
create index letters_thread on letters (tenant_id, thread, created_at);
create index letters_mail on letters (tenant_id, mail) where mail is not null;
