-- The key that signs what rules tell other programs, one for an organisation; under seal (ENCRYPTION_KEY). For a day after a
-- change the previous one signs, too.
create table rule_secrets (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid primary key,
  sealed text not null,
  made_at timestamptz not null,
  previous text,
  previous_until timestamptz
);
select protect('rule_secrets');
