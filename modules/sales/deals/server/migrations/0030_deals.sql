-- The ways that deals go.
select tenant_table('pipelines', $$
  name text not null check (length(name) between 1 and 100),
  names jsonb not null,
  position bigint not null check (position between 0 and 1000),
  is_default boolean not null
$$);
create unique index pipelines_name on pipelines (tenant_id, lower(name)) where deleted_at is null;
create unique index pipelines_default on pipelines (tenant_id) where is_default and deleted_at is null;
create index pipelines_created on pipelines (tenant_id, created_at, id) where deleted_at is null;
create index pipelines_order on pipelines (tenant_id, position, id) where deleted_at is null;

select tenant_table('pipeline_stages', $$
  pipeline uuid not null,
  name text not null check (length(name) between 1 and 100),
  names jsonb not null,
  kind text not null check (kind in ('open', 'won', 'lost')),
  probability bigint not null check (probability between 0 and 100),
  position bigint not null check (position between 0 and 1000),
  required text[] not null,
  wip_limit bigint check (wip_limit between 1 and 10000),
  wip_rule text not null check (wip_rule in ('warn', 'block')),
  stale_days bigint check (stale_days between 1 and 3650),
  foreign key (tenant_id, pipeline) references pipelines (tenant_id, id)
$$);
create unique index pipeline_stages_name on pipeline_stages (tenant_id, pipeline, lower(name)) where deleted_at is null;
create index pipeline_stages_created on pipeline_stages (tenant_id, created_at, id) where deleted_at is null;
create index pipeline_stages_order on pipeline_stages (tenant_id, position, id) where deleted_at is null;
create index pipeline_stages_pipeline on pipeline_stages (tenant_id, pipeline, created_at, id) where deleted_at is null;

select tenant_table('loss_reasons', $$
  name text not null check (length(name) between 1 and 100),
  names jsonb not null,
  position bigint not null check (position between 0 and 1000)
$$);
create unique index loss_reasons_name on loss_reasons (tenant_id, lower(name)) where deleted_at is null;
create index loss_reasons_created on loss_reasons (tenant_id, created_at, id) where deleted_at is null;
create index loss_reasons_order on loss_reasons (tenant_id, position, id) where deleted_at is null;

select tenant_table('deals', $$
  title text not null check (length(title) between 1 and 200),
  client uuid not null,
  contact uuid,
  amount bigint not null check (amount between 0 and 10000000000000),
  currency text not null check (currency in ('UZS', 'RUB', 'USD', 'EUR', 'KZT', 'KGS', 'TJS', 'AED', 'SAR', 'GBP', 'CNY', 'TRY')),
  expected_close date,
  owner uuid,
  team uuid,
  source uuid,
  tags text[] not null,
  lines jsonb not null,
  notes text not null check (length(notes) <= 20000),
  pipeline uuid not null,
  stage uuid not null,
  state text not null check (state in ('open', 'won', 'lost')),
  stage_since timestamptz not null,
  won_at timestamptz,
  lost_at timestamptz,
  loss_reason uuid,
  position text collate "C" not null check (length(position) between 6 and 60),
  foreign key (tenant_id, client) references clients (tenant_id, id),
  foreign key (tenant_id, contact) references client_contacts (tenant_id, id),
  foreign key (tenant_id, owner) references users (tenant_id, id),
  foreign key (tenant_id, team) references teams (tenant_id, id),
  foreign key (tenant_id, source) references client_sources (tenant_id, id),
  foreign key (tenant_id, pipeline) references pipelines (tenant_id, id),
  foreign key (tenant_id, stage) references pipeline_stages (tenant_id, id),
  foreign key (tenant_id, loss_reason) references loss_reasons (tenant_id, id)
$$);
-- The board: a page of one column, and what all columns add up to.
create index deals_column on deals (tenant_id, stage, position, id) where deleted_at is null;
create index deals_sums on deals (tenant_id, pipeline, state, stage_since) include (stage, amount, currency, owner, team)
  where deleted_at is null;
-- Every order of the list.
create index deals_created on deals (tenant_id, created_at, id) where deleted_at is null;
create index deals_updated on deals (tenant_id, updated_at, id) where deleted_at is null;
create index deals_title on deals (tenant_id, title, id) where deleted_at is null;
create index deals_amount on deals (tenant_id, amount, id) where deleted_at is null;
create index deals_since on deals (tenant_id, stage_since, id) where deleted_at is null;
create index deals_position on deals (tenant_id, position, id) where deleted_at is null;
-- Every filter, in the default order.
create index deals_client on deals (tenant_id, client, created_at, id) where deleted_at is null;
create index deals_owner on deals (tenant_id, owner, created_at, id) where deleted_at is null;
create index deals_team on deals (tenant_id, team, created_at, id) where deleted_at is null;
create index deals_source on deals (tenant_id, source, created_at, id) where deleted_at is null;
create index deals_state on deals (tenant_id, state, created_at, id) where deleted_at is null;
create index deals_reason on deals (tenant_id, loss_reason, created_at, id) where deleted_at is null and loss_reason is not null;
create index deals_close on deals (tenant_id, expected_close, id) where deleted_at is null and expected_close is not null;
create index deals_won on deals (tenant_id, won_at) where deleted_at is null and won_at is not null;
create index deals_contact on deals (tenant_id, contact) where contact is not null;
select searchable('deals', 'title A', 'notes C');

-- Keys are made anew without anybody having changed the deal: only other columns give it a new version.
drop trigger touch on deals;
create trigger touch before update of deleted_at, title, client, contact, amount, currency, expected_close, owner, team, source,
  tags, lines, notes, pipeline, stage, state, stage_since, won_at, lost_at, loss_reason
  on deals for each row execute function touch();

-- Tags for filtering: operators of arrays use no index below row-level security.
create table deal_tags (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  tag text not null,
  deal uuid not null,
  primary key (tenant_id, tag, deal),
  foreign key (tenant_id, deal) references deals (tenant_id, id) on delete cascade
);
create index deal_tags_deal on deal_tags (tenant_id, deal);
select protect('deal_tags');

create function mirror_deal_tags() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from deal_tags where tenant_id = new.tenant_id and deal = new.id and not tag = any (new.tags);
  end if;
  insert into deal_tags (tenant_id, tag, deal) select new.tenant_id, tag, new.id from unnest(new.tags) as tag
    on conflict do nothing;
  return null;
end $$;
create trigger mirror_new_tags after insert on deals for each row when (new.tags <> '{}') execute function mirror_deal_tags();
create trigger mirror_tags after update of tags on deals for each row when (new.tags is distinct from old.tags) execute function mirror_deal_tags();

-- How long a deal was where.
create table deal_stays (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  deal uuid not null,
  since timestamptz not null,
  stage uuid not null,
  until timestamptz,
  actor uuid,
  primary key (tenant_id, deal, since),
  foreign key (tenant_id, deal) references deals (tenant_id, id) on delete cascade
);
select protect('deal_stays');

-- Every tenant sells from its beginning by one simple way, and makes its own of it.
create function default_pipeline() returns trigger language plpgsql as $$
declare
  before text := coalesce(current_setting('app.tenant_id', true), '');
begin
  perform set_config('app.tenant_id', new.id::text, true);
  perform make_default_pipeline();
  perform set_config('app.tenant_id', before, true);
  return null;
end $$;

create function make_default_pipeline() returns void language plpgsql as $$
declare
  made uuid;
begin
  insert into pipelines (name, names, position, is_default)
    values ('Sales', '{"ru": "Продажи", "en": "Sales", "uz": "Savdo", "ar": "المبيعات"}', 10, true) returning id into made;
  insert into pipeline_stages (pipeline, name, names, kind, probability, position, required, wip_rule, stale_days)
    select made, name, names::jsonb, kind, probability, position, '{}', 'warn', stale from (values
      ('New', '{"ru": "Новая", "en": "New", "uz": "Yangi", "ar": "جديدة"}', 'open', 10, 10, 14),
      ('Qualified', '{"ru": "Квалификация", "en": "Qualified", "uz": "Saralash", "ar": "مؤهَّلة"}', 'open', 25, 20, 14),
      ('Proposal', '{"ru": "Предложение", "en": "Proposal", "uz": "Taklif", "ar": "عرض السعر"}', 'open', 50, 30, 21),
      ('Negotiation', '{"ru": "Переговоры", "en": "Negotiation", "uz": "Muzokara", "ar": "تفاوض"}', 'open', 75, 40, 21),
      ('Won', '{"ru": "Выиграна", "en": "Won", "uz": "Yutildi", "ar": "رابحة"}', 'won', 100, 50, null::bigint),
      ('Lost', '{"ru": "Проиграна", "en": "Lost", "uz": "Boy berildi", "ar": "خاسرة"}', 'lost', 0, 60, null)
    ) as stages (name, names, kind, probability, position, stale);
  insert into loss_reasons (name, names, position)
    select name, names::jsonb, position from (values
      ('Too expensive', '{"ru": "Дорого", "en": "Too expensive", "uz": "Qimmat", "ar": "السعر مرتفع"}', 10),
      ('Chose a competitor', '{"ru": "Выбрали другого", "en": "Chose a competitor", "uz": "Boshqasini tanladi", "ar": "اختار منافسًا"}', 20),
      ('No answer', '{"ru": "Не отвечает", "en": "No answer", "uz": "Javob bermayapti", "ar": "لا يرد"}', 30),
      ('Not needed any more', '{"ru": "Больше не нужно", "en": "Not needed any more", "uz": "Endi kerak emas", "ar": "لم تعد هناك حاجة"}', 40)
    ) as reasons (name, names, position);
end $$;

create trigger default_pipeline after insert on tenants for each row execute function default_pipeline();
do $$
declare
  one record;
begin
  perform set_config('app.platform', 'on', true);
  for one in select id from tenants loop
    perform set_config('app.tenant_id', one.id::text, true);
    perform make_default_pipeline();
  end loop;
end $$;
