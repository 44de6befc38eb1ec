-- Departments, and teams that belong to one and stand at a level of support.
select tenant_table('departments', $$
  name text not null check (length(name) between 1 and 100),
  lead uuid,
  email text check (length(email) <= 254),
  foreign key (tenant_id, lead) references users (tenant_id, id)
$$);
create index departments_created on departments (tenant_id, created_at, id) where deleted_at is null;
create index departments_updated on departments (tenant_id, updated_at, id) where deleted_at is null;
create index departments_by_name on departments (tenant_id, name, id) where deleted_at is null;
create index departments_lead on departments (tenant_id, lead, created_at, id) where deleted_at is null;
select searchable('departments', 'name A');

alter table teams add column department uuid;
alter table teams add column level bigint not null default 1 check (level between 1 and 5);
alter table teams add foreign key (tenant_id, department) references departments (tenant_id, id);
create index teams_department on teams (tenant_id, department, created_at, id) where deleted_at is null;
