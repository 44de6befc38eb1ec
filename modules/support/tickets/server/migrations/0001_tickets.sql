select tenant_table('tickets', $$
  number bigint not null,
  title text not null check (length(title) between 1 and 200),
  description text not null check (length(description) <= 50000),
  priority text not null check (priority in ('critical', 'high', 'medium', 'low')),
  status text not null check (status in ('new', 'in_progress', 'waiting', 'resolved', 'closed')),
  requester uuid not null,
  assignee uuid,
  team uuid,
  category uuid,
  tags text[] not null,
  channel text not null check (channel in ('web', 'email', 'api', 'chat')),
  resolved_at timestamptz,
  closed_at timestamptz,
  last_reply_at timestamptz not null,
  last_reply_by text not null check (last_reply_by in ('requester', 'staff')),
  preview text not null check (length(preview) <= 200),
  comment_count bigint not null default 0,
  search tsvector not null generated always as (
    setweight(search_words(title), 'A') || setweight(search_words(description), 'B') || setweight(search_words(number::text), 'A')
  ) stored,
  -- The keys lead with the tenant: a record of another tenant is not there.
  foreign key (tenant_id, requester) references users (tenant_id, id),
  foreign key (tenant_id, assignee) references users (tenant_id, id),
  foreign key (tenant_id, team) references teams (tenant_id, id),
  foreign key (tenant_id, category) references categories (tenant_id, id)
$$);

create unique index tickets_number on tickets (tenant_id, number);
create index tickets_search on tickets using gin (search);

-- Every order of the list.
create index tickets_created on tickets (tenant_id, created_at, id) where deleted_at is null;
create index tickets_updated on tickets (tenant_id, updated_at, id) where deleted_at is null;
create index tickets_last_reply on tickets (tenant_id, last_reply_at, id) where deleted_at is null;
-- Every filter, in the default order.
create index tickets_status on tickets (tenant_id, status, created_at, id) where deleted_at is null;
create index tickets_priority on tickets (tenant_id, priority, created_at, id) where deleted_at is null;
create index tickets_requester on tickets (tenant_id, requester, created_at, id) where deleted_at is null;
create index tickets_assignee on tickets (tenant_id, assignee, created_at, id) where deleted_at is null;
create index tickets_team on tickets (tenant_id, team, created_at, id) where deleted_at is null;
create index tickets_category on tickets (tenant_id, category, created_at, id) where deleted_at is null;
create index tickets_channel on tickets (tenant_id, channel, created_at, id) where deleted_at is null;
create index tickets_last_reply_by on tickets (tenant_id, last_reply_by, created_at, id) where deleted_at is null;
-- What the desk looks at all day: the open ones, few beside those that are done.
create index tickets_open_created on tickets (tenant_id, created_at, id)
  where deleted_at is null and status in ('new', 'in_progress', 'waiting');
create index tickets_open_last_reply on tickets (tenant_id, last_reply_at, id)
  where deleted_at is null and status in ('new', 'in_progress', 'waiting');
-- Counts are read from the index alone.
create index tickets_unclosed on tickets (tenant_id, status, assignee, requester, team)
  where deleted_at is null and status <> 'closed';
-- Those that will close by themselves.
create index tickets_resolved on tickets (tenant_id, greatest(resolved_at, last_reply_at))
  where deleted_at is null and status = 'resolved';

-- Tags live in the ticket; this mirror of them is for filtering, because operators of arrays cannot use an index
-- below row-level security.
create table ticket_tags (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  tag text not null,
  ticket uuid not null,
  primary key (tenant_id, tag, ticket),
  foreign key (tenant_id, ticket) references tickets (tenant_id, id) on delete cascade
);
create index ticket_tags_ticket on ticket_tags (tenant_id, ticket);
select protect('ticket_tags');

create function mirror_ticket_tags() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from ticket_tags where tenant_id = new.tenant_id and ticket = new.id and not tag = any (new.tags);
  end if;
  insert into ticket_tags (tenant_id, tag, ticket) select new.tenant_id, tag, new.id from unnest(new.tags) as tag
    on conflict do nothing;
  return null;
end $$;
create trigger mirror_new_tags after insert on tickets for each row when (new.tags <> '{}') execute function mirror_ticket_tags();
create trigger mirror_tags after update of tags on tickets for each row when (new.tags is distinct from old.tags) execute function mirror_ticket_tags();

select tenant_table('ticket_comments', $$
  ticket uuid not null,
  author uuid not null,
  text text not null check (length(text) <= 50000),
  internal boolean not null,
  channel text not null check (channel in ('web', 'email', 'api', 'chat')),
  quoted text check (length(quoted) <= 200000),
  mail uuid,
  search tsvector not null generated always as (setweight(search_words(text), 'C')) stored,
  foreign key (tenant_id, ticket) references tickets (tenant_id, id),
  foreign key (tenant_id, author) references users (tenant_id, id)
$$);
-- Ids grow with time, so their order is the order of writing.
create index ticket_comments_ticket on ticket_comments (tenant_id, ticket, id) where deleted_at is null;
create index ticket_comments_author on ticket_comments (tenant_id, author, id);
create index ticket_comments_search on ticket_comments using gin (search);

select tenant_table('ticket_attachments', $$
  ticket uuid not null,
  comment uuid,
  file uuid not null,
  name text not null check (length(name) between 1 and 255),
  type text not null check (length(type) <= 127),
  size bigint not null,
  foreign key (tenant_id, ticket) references tickets (tenant_id, id),
  foreign key (tenant_id, comment) references ticket_comments (tenant_id, id),
  foreign key (tenant_id, file) references files (tenant_id, id)
$$);
-- A file is attached once.
create unique index ticket_attachments_file on ticket_attachments (tenant_id, file);
create index ticket_attachments_ticket on ticket_attachments (tenant_id, ticket, id) where deleted_at is null;
create index ticket_attachments_comment on ticket_attachments (tenant_id, comment, id) where deleted_at is null;
