-- Answers to requests that carried an Idempotency-Key, in the transaction of their effect. The key is its account's own.
create table idempotency_keys (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  account uuid not null,
  key text not null,
  created_at timestamptz not null default now(),
  -- Of method, path and input, under a secret: a body may hold a password. Set with the answer, at the end of the transaction.
  fingerprint text,
  -- JSON text.
  answer text,
  primary key (tenant_id, account, key)
);
create index idempotency_keys_age on idempotency_keys (tenant_id, created_at);
select protect('idempotency_keys');
