-- What people chose for themselves, by the keys that modules declare.
create table user_preferences (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  user_id uuid not null,
  key text not null check (length(key) <= 100),
  value jsonb not null,
  primary key (tenant_id, user_id, key),
  foreign key (tenant_id, user_id) references users (tenant_id, id)
);
select protect('user_preferences');
