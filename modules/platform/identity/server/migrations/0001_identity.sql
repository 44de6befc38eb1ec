select tenant_table('teams', $$
  name text not null,
  lead uuid
$$);

select tenant_table('users', $$
  name text not null,
  email text not null,
  role text not null check (role in ('admin', 'manager', 'agent', 'analyst', 'client', 'super_admin')),
  language text not null check (language in ('ru', 'en', 'uz', 'ar')),
  organisation text,
  phone text,
  teams uuid[] not null default '{}',
  is_active boolean not null default true,
  last_sign_in_at timestamptz,
  -- Counts changes of role, teams and activity: a token says with which rights it was made.
  rights_version integer not null default 1
$$);
create unique index users_email on users (tenant_id, email) where deleted_at is null;
create index users_created on users (tenant_id, created_at, id) where deleted_at is null;
create index users_updated on users (tenant_id, updated_at, id) where deleted_at is null;
create index users_name on users (tenant_id, name, id) where deleted_at is null;
create index users_role on users (tenant_id, role, created_at, id) where deleted_at is null;
create index teams_created on teams (tenant_id, created_at, id) where deleted_at is null;

alter table teams add foreign key (tenant_id, lead) references users (tenant_id, id);

-- Which tenants know a sign-in name: asked before the tenant is known, so readable to the platform.
create table sign_in_names (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  name text not null,
  user_id uuid not null,
  primary key (name, tenant_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
create index sign_in_names_user on sign_in_names (tenant_id, user_id);
select protect('sign_in_names');
select readable_to_platform('sign_in_names');

create table credentials (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  user_id uuid not null,
  password_hash text not null,
  -- Hashes of earlier passwords, newest first: they may not be used again.
  earlier text[] not null default '{}',
  changed_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
select protect('credentials');

create table sessions (
  id uuid not null,
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  user_id uuid not null,
  -- How often the refresh token was renewed; a token with a lower count was used before.
  renewals integer not null default 0,
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('signed_out', 'reused', 'password', 'deactivated', 'revoked')),
  address text not null default '',
  user_agent text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
create index sessions_user on sessions (tenant_id, user_id) where ended_at is null;
select protect('sessions');
