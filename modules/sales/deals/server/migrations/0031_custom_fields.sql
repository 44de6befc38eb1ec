-- Fields that organisations add to their deals, found by the search where they ask for it.
select customizable('deals', 'deal');
do $$
declare
  words text;
begin
  select pg_get_expr(d.adbin, d.adrelid) into strict words from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where d.adrelid = 'deals'::regclass and a.attname = 'search';
  alter table deals drop column search;
  execute format('alter table deals add column search tsvector not null generated always as (%s || setweight(search_words(custom_words), ''C'')) stored', words);
  perform search_index('deals');
end $$;

-- Keys of the order are still no version of a deal; its own fields are.
drop trigger touch on deals;
create trigger touch before update of deleted_at, title, client, contact, amount, currency, expected_close, owner, team, source,
  tags, lines, notes, pipeline, stage, state, stage_since, won_at, lost_at, loss_reason, custom
  on deals for each row execute function touch();

-- The list of a pipeline and of a stage, in its usual order.
create index deals_pipeline on deals (tenant_id, pipeline, created_at, id) where deleted_at is null;
create index deals_stage on deals (tenant_id, stage, created_at, id) where deleted_at is null;

-- The forecast reads every open deal of a tenant, and of each only this.
create index deals_forecast on deals (tenant_id, expected_close) include (pipeline, stage, amount, currency, owner, team)
  where deleted_at is null and state = 'open';
