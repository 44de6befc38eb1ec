-- A line of somebody's notifications: what is new about one record, until they take it away.
select tenant_table('notifications', $$
  recipient uuid not null,
  kind text not null check (length(kind) between 1 and 60),
  about text check (length(about) <= 60),
  record uuid,
  -- One line for each record; what is about no record has a line of its own.
  topic text not null check (length(topic) <= 100),
  title text not null check (length(title) <= 300),
  body text not null check (length(body) <= 1000),
  link text not null check (length(link) <= 500),
  actor uuid,
  count bigint not null,
  unread boolean not null,
  happened_at timestamptz not null,
  read_at timestamptz,
  foreign key (tenant_id, recipient) references users (tenant_id, id)
$$);
create unique index notifications_topic on notifications (tenant_id, recipient, topic) where deleted_at is null;
-- The bell is drawn on every page: counting reads this index alone.
create index notifications_unread on notifications (tenant_id, recipient, happened_at, id) where unread and deleted_at is null;
create index notifications_happened on notifications (tenant_id, recipient, happened_at, id) where deleted_at is null;
create index notifications_created on notifications (tenant_id, recipient, created_at, id) where deleted_at is null;
create index notifications_updated on notifications (tenant_id, recipient, updated_at, id) where deleted_at is null;
-- What is swept.
create index notifications_old on notifications (tenant_id, happened_at);

-- One person told of one thing once: `cause` is the event's position or the message that was sent.
select tenant_table('notices', $$
  cause text not null check (length(cause) <= 100),
  recipient uuid not null,
  kind text not null check (length(kind) between 1 and 60),
  about text check (length(about) <= 60),
  record uuid,
  title text not null check (length(title) <= 300),
  body text not null check (length(body) <= 1000),
  link text not null check (length(link) <= 500),
  actor uuid,
  -- What the templates of mail and push are filled with.
  filling jsonb not null,
  in_app text not null check (in_app in ('shown', 'skipped')),
  in_app_reason text check (length(in_app_reason) <= 60),
  email text not null check (email in ('queued', 'sent', 'failed', 'skipped')),
  email_reason text check (length(email_reason) <= 200),
  email_due timestamptz,
  mail uuid,
  push text not null check (push in ('queued', 'sent', 'failed', 'skipped')),
  push_reason text check (length(push_reason) <= 200),
  foreign key (tenant_id, recipient) references users (tenant_id, id)
$$);
create unique index notices_once on notices (tenant_id, cause, recipient);
create index notices_created on notices (tenant_id, created_at, id) where deleted_at is null;
create index notices_updated on notices (tenant_id, updated_at, id) where deleted_at is null;
create index notices_recipient on notices (tenant_id, recipient, created_at, id) where deleted_at is null;
create index notices_kind on notices (tenant_id, kind, created_at, id) where deleted_at is null;
create index notices_email on notices (tenant_id, email, created_at, id) where deleted_at is null;
create index notices_push on notices (tenant_id, push, created_at, id) where deleted_at is null;
-- Mails that wait for their time.
create index notices_waiting on notices (tenant_id, recipient, email_due) where email = 'queued' and deleted_at is null;

-- A thing to be told to so many that it is told in pieces.
create table notice_spreads (
  id uuid not null,
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  telling jsonb not null,
  people uuid[] not null,
  done integer not null default 0,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
select protect('notice_spreads');

-- What people chose against the organisation's default, and the organisation against the product's (nobody's choice).
create table notification_choices (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  kind text not null check (length(kind) between 1 and 60),
  channel text not null check (channel in ('in_app', 'email', 'push')),
  user_id uuid,
  is_on boolean not null,
  unique nulls not distinct (tenant_id, kind, channel, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
create index notification_choices_user on notification_choices (tenant_id, user_id);
select protect('notification_choices');

create table notification_settings (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  user_id uuid not null,
  digest text not null default 'immediately' check (digest in ('immediately', 'hourly', 'daily')),
  digest_at text not null default '09:00',
  zone text,
  quiet_from text,
  quiet_to text,
  -- Mails that follow soon are put together.
  last_mail_at timestamptz,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
select protect('notification_settings');

create table notification_mutes (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  user_id uuid not null,
  record uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id, record),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
select protect('notification_mutes');

-- Texts that an organisation wrote instead of those that come with the product.
create table notification_templates (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  kind text not null check (length(kind) between 1 and 60),
  channel text not null check (channel in ('in_app', 'email', 'push')),
  language text not null check (language in ('ru', 'en', 'uz', 'ar')),
  subject text not null check (length(subject) <= 300),
  title text not null check (length(title) between 1 and 300),
  body text not null check (length(body) <= 5000),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, kind, channel, language)
);
select protect('notification_templates');

-- A browser that asked to be told. Its address is as good as a key to it, so it is shown to nobody.
create table push_subscriptions (
  id uuid not null default new_id(),
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  user_id uuid not null,
  session_id uuid,
  endpoint text not null check (length(endpoint) <= 2000),
  p256dh text not null check (length(p256dh) <= 200),
  auth text not null check (length(auth) <= 100),
  device text not null check (length(device) <= 300),
  created_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
create unique index push_subscriptions_endpoint on push_subscriptions (tenant_id, md5(endpoint));
create index push_subscriptions_user on push_subscriptions (tenant_id, user_id);
select protect('push_subscriptions');
