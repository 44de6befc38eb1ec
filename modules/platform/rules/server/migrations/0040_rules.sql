-- Rules, in the order in which they are asked.
select tenant_table('rules', $$
  name text not null check (length(name) between 1 and 100),
  entity text not null check (length(entity) between 1 and 50),
  trigger jsonb not null,
  conditions jsonb,
  steps jsonb not null,
  is_on boolean not null,
  position bigint not null check (position between 0 and 100000),
  revision bigint not null,
  author uuid
$$);
create index rules_created on rules (tenant_id, created_at, id) where deleted_at is null;
create index rules_updated on rules (tenant_id, updated_at, id) where deleted_at is null;
create index rules_order on rules (tenant_id, position, id) where deleted_at is null;
create index rules_entity on rules (tenant_id, entity, position, id) where deleted_at is null;
create index rules_kind on rules (tenant_id, entity, created_at, id) where deleted_at is null;
-- The clock that looks for long stays asks which tenants have such rules at all.
create index rules_stays on rules (tenant_id) where is_on and deleted_at is null and trigger ->> 'on' = 'stays';
select readable_to_platform('rules');

-- What a rule said in each of its revisions.
create table rule_revisions (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  rule uuid not null,
  revision bigint not null,
  at timestamptz not null default now(),
  author uuid,
  said jsonb not null,
  primary key (tenant_id, rule, revision),
  foreign key (tenant_id, rule) references rules (tenant_id, id) on delete cascade
);
select protect('rule_revisions');

-- What became of a rule for an event of a record: fired with its steps, or why not.
select tenant_table('rule_runs', $$
  rule uuid not null,
  revision bigint not null,
  entity text not null,
  record uuid not null,
  outcome text not null check (outcome in ('fired', 'unmet', 'repeated', 'too_deep')),
  chain text not null check (length(chain) between 1 and 200),
  depth bigint not null,
  finding jsonb,
  steps jsonb not null,
  trouble boolean not null,
  foreign key (tenant_id, rule) references rules (tenant_id, id) on delete cascade
$$);
-- Once for a record in everything that goes back to one transaction, whatever dies when.
create unique index rule_runs_once on rule_runs (tenant_id, rule, record, chain) where outcome = 'fired';
create index rule_runs_record on rule_runs (tenant_id, record, created_at, id) where deleted_at is null;
create index rule_runs_rule on rule_runs (tenant_id, rule, created_at, id) where deleted_at is null;
create index rule_runs_created on rule_runs (tenant_id, created_at, id) where deleted_at is null;
create index rule_runs_outcome on rule_runs (tenant_id, outcome, created_at, id) where deleted_at is null;
create index rule_runs_trouble on rule_runs (tenant_id, created_at, id) where deleted_at is null and trouble;
-- Whether a long stay was judged already.
create index rule_runs_stay on rule_runs (tenant_id, rule, chain) where chain like 'stay %';
