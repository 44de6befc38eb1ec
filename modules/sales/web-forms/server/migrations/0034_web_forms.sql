select tenant_table('web_forms', $$
  name text not null check (length(name) between 1 and 100),
  title jsonb not null,
  intro jsonb not null,
  thanks jsonb not null,
  consent jsonb not null,
  languages jsonb not null,
  fields jsonb not null,
  sites jsonb not null,
  source uuid,
  owner uuid,
  is_active boolean not null,
  key text not null check (length(key) between 8 and 20),
  foreign key (tenant_id, source) references client_sources (tenant_id, id),
  foreign key (tenant_id, owner) references users (tenant_id, id)
$$);
-- Its address is asked before anybody knows whose it is.
create unique index web_forms_key on web_forms (key);
create index web_forms_created on web_forms (tenant_id, created_at, id) where deleted_at is null;
create index web_forms_updated on web_forms (tenant_id, updated_at, id) where deleted_at is null;
create index web_forms_name on web_forms (tenant_id, name, id) where deleted_at is null;
select readable_to_platform('web_forms');

select tenant_table('web_form_submissions', $$
  form uuid not null,
  answers jsonb not null,
  language text not null check (language in ('ru', 'en', 'uz', 'ar')),
  state text not null check (state in ('accepted', 'held', 'refused')),
  reasons jsonb not null,
  client uuid,
  decided_by uuid,
  decided_at timestamptz,
  -- From where, under the platform's secret: only to count.
  address_mark text not null,
  -- What was said, under the same secret: only to know it again.
  words_mark text not null,
  foreign key (tenant_id, form) references web_forms (tenant_id, id),
  foreign key (tenant_id, client) references clients (tenant_id, id),
  foreign key (tenant_id, decided_by) references users (tenant_id, id)
$$);
create index web_form_submissions_created on web_form_submissions (tenant_id, created_at, id) where deleted_at is null;
create index web_form_submissions_updated on web_form_submissions (tenant_id, updated_at, id) where deleted_at is null;
create index web_form_submissions_form on web_form_submissions (tenant_id, form, created_at, id) where deleted_at is null;
create index web_form_submissions_state on web_form_submissions (tenant_id, state, created_at, id) where deleted_at is null;
create index web_form_submissions_client on web_form_submissions (tenant_id, client) where client is not null;
