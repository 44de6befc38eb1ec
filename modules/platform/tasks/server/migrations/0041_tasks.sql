-- What somebody is to do by when.
select tenant_table('tasks', $$
  title text not null check (length(title) between 1 and 200),
  description text not null check (length(description) <= 20000),
  assignee uuid,
  team uuid,
  state text not null check (state in ('open', 'done', 'cancelled')),
  due_on date,
  due_at timestamptz,
  zone text not null check (length(zone) between 1 and 60),
  remind_minutes bigint check (remind_minutes between 0 and 40320),
  remind_at timestamptz,
  entity text check (length(entity) between 1 and 50),
  record uuid,
  author uuid,
  due timestamptz,
  reminds_at timestamptz,
  reminded_at timestamptz,
  overdue_told_at timestamptz,
  done_at timestamptz,
  done_by uuid,
  check (due_on is null or due_at is null),
  check (remind_minutes is null or remind_at is null),
  check ((entity is null) = (record is null)),
  foreign key (tenant_id, assignee) references users (tenant_id, id),
  foreign key (tenant_id, author) references users (tenant_id, id),
  foreign key (tenant_id, done_by) references users (tenant_id, id),
  foreign key (tenant_id, team) references teams (tenant_id, id)
$$);
-- One's own of a state by when they are due, and everything of a stretch of the calendar.
create index tasks_assignee on tasks (tenant_id, assignee, state, due, id) where deleted_at is null;
create index tasks_assignee_due on tasks (tenant_id, assignee, due, id) where deleted_at is null;
create index tasks_author on tasks (tenant_id, author, due, id) where deleted_at is null;
create index tasks_team on tasks (tenant_id, team, state, due, id) where deleted_at is null;
create index tasks_state on tasks (tenant_id, state, due, id) where deleted_at is null;
create index tasks_due on tasks (tenant_id, due, id) where deleted_at is null;
create index tasks_created on tasks (tenant_id, created_at, id) where deleted_at is null;
create index tasks_updated on tasks (tenant_id, updated_at, id) where deleted_at is null;
create index tasks_record on tasks (tenant_id, record, state, due, id) where deleted_at is null and record is not null;
select searchable('tasks', 'title A', 'description C');

-- That somebody was reminded is no change of the task: whoever has it open may still save.
drop trigger touch on tasks;
create trigger touch before update of deleted_at, title, description, assignee, team, state, due_on, due_at, zone, remind_minutes,
  remind_at, entity, record, due, reminds_at, done_at, done_by
  on tasks for each row execute function touch();
