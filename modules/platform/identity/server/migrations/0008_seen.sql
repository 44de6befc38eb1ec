-- When a session was last seen, for people to read. Beside the sessions, whose every change the audit records.
create table session_sightings (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  session_id uuid not null,
  seen_at timestamptz not null,
  primary key (tenant_id, session_id),
  foreign key (tenant_id, session_id) references sessions (tenant_id, id) on delete cascade
);
select protect('session_sightings');
