-- Until when an invitation that was not accepted yet is good; null for everybody else.
alter table users add column invited_until timestamptz;

-- Links in mails: a password to set anew, an invitation. Of the secret only its SHA-256 is here.
create table account_links (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null,
  user_id uuid not null,
  purpose text not null check (purpose in ('reset', 'invitation')),
  secret_hash text not null,
  -- SHA-256 of the password's hash when the link was made: another password, and the link is void. Null: none was set.
  made_for text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('used', 'replaced', 'withdrawn')),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
create index account_links_user on account_links (tenant_id, user_id, created_at);
select protect('account_links');

create table password_policies (
  tenant_id uuid primary key default current_setting('app.tenant_id')::uuid,
  min_length integer not null,
  kinds integer not null,
  remembered integer not null,
  max_age_days integer
);
select protect('password_policies');

-- A device is known by the sessions it had: ended ones are looked through too.
create index sessions_user_all on sessions (tenant_id, user_id, created_at);
