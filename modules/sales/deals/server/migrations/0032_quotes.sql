-- Quotes of deals; the document is a file.
create table quotes (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  id uuid not null default new_id(),
  created_at timestamptz not null default now(),
  deal uuid not null,
  number bigint not null,
  language text not null check (language in ('ru', 'en', 'uz', 'ar')),
  issued_on date not null,
  valid_until date not null,
  amount bigint not null,
  currency text not null,
  author uuid,
  name text not null,
  file uuid not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, deal) references deals (tenant_id, id)
);
select protect('quotes');
create unique index quotes_number on quotes (tenant_id, number);
create index quotes_deal on quotes (tenant_id, deal, number);
