-- Letters that an organisation keeps ready.
select tenant_table('letter_templates', $$
  name text not null check (length(name) between 1 and 100),
  texts jsonb not null
$$);
create index letter_templates_created on letter_templates (tenant_id, created_at, id) where deleted_at is null;
create index letter_templates_updated on letter_templates (tenant_id, updated_at, id) where deleted_at is null;
create index letter_templates_by_name on letter_templates (tenant_id, name, id) where deleted_at is null;

-- Letters are found by their words, through the record that they belong to.
select searchable('letters', 'subject A', 'text B');
