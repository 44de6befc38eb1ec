-- Departments, escalation, types and ERP modules. Most tickets are questions at the first level without a module, so the
-- indexes hold only those that are something else: opening a ticket writes none of them.
alter table tickets add column department uuid;
alter table tickets add column escalation_level bigint not null default 1 check (escalation_level between 1 and 5);
alter table tickets add column type text not null default 'question' check (type in ('question', 'incident', 'bug', 'feature_request'));
alter table tickets add column erp_modules uuid[] not null default '{}';
alter table tickets add foreign key (tenant_id, department) references departments (tenant_id, id);
create index tickets_department on tickets (tenant_id, department, created_at, id) where deleted_at is null and department is not null;
create index tickets_escalated on tickets (tenant_id, escalation_level, created_at, id) where deleted_at is null and escalation_level > 1;
create index tickets_type on tickets (tenant_id, type, created_at, id) where deleted_at is null and type <> 'question';

-- The twin of ticket_tags for ERP modules.
create table ticket_erp_modules (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  erp_module uuid not null,
  ticket uuid not null,
  primary key (tenant_id, erp_module, ticket),
  foreign key (tenant_id, ticket) references tickets (tenant_id, id) on delete cascade,
  foreign key (tenant_id, erp_module) references erp_modules (tenant_id, id)
);
create index ticket_erp_modules_ticket on ticket_erp_modules (tenant_id, ticket);
select protect('ticket_erp_modules');

create function mirror_ticket_erp_modules() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from ticket_erp_modules where tenant_id = new.tenant_id and ticket = new.id and not erp_module = any (new.erp_modules);
  end if;
  insert into ticket_erp_modules (tenant_id, erp_module, ticket) select new.tenant_id, one, new.id from unnest(new.erp_modules) as one
    on conflict do nothing;
  return null;
end $$;
create trigger mirror_new_erp_modules after insert on tickets for each row when (new.erp_modules <> '{}') execute function mirror_ticket_erp_modules();
create trigger mirror_erp_modules after update of erp_modules on tickets for each row
  when (new.erp_modules is distinct from old.erp_modules) execute function mirror_ticket_erp_modules();

-- What the classifier has learned, one row a tenant; the vocabulary and weights are one document, read whole.
create table category_models (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid primary key,
  trained_at timestamptz,
  examples integer not null default 0,
  -- How it fared on examples that it was not shown: shares of one.
  accuracy real,
  coverage real,
  precision_set real,
  baseline real,
  threshold real not null default 0.8 check (threshold between 0.5 and 1),
  -- Grows with every training and every change of keywords: processes know by it whether what they hold is the newest.
  version bigint not null default 1,
  model jsonb
);
select protect('category_models');

-- What was thought of a ticket's category, and what became of the thought.
create table ticket_suggestions (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  ticket uuid not null,
  category uuid not null,
  confidence real not null,
  by_keywords boolean not null,
  state text not null check (state in ('offered', 'set', 'confirmed', 'corrected')),
  made_at timestamptz not null default now(),
  -- The best few: category, confidence and the words that spoke for it.
  candidates jsonb not null,
  primary key (tenant_id, ticket),
  foreign key (tenant_id, ticket) references tickets (tenant_id, id) on delete cascade
);
select protect('ticket_suggestions');

-- A tag that becomes another one or none, over more tickets than one transaction should hold.
create table ticket_tag_changes (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default new_id(),
  tag text not null,
  becomes text,
  made_by uuid not null,
  made_at timestamptz not null default now(),
  done_at timestamptz,
  changed integer not null default 0,
  primary key (tenant_id, id)
);
select protect('ticket_tag_changes');
