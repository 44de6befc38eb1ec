-- Fields that organisations add to their clients, found by the search where they ask for it.
select customizable('clients', 'client');
do $$
declare
  words text;
begin
  select pg_get_expr(d.adbin, d.adrelid) into strict words from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where d.adrelid = 'clients'::regclass and a.attname = 'search';
  alter table clients drop column search;
  execute format('alter table clients add column search tsvector not null generated always as (%s || setweight(search_words(custom_words), ''C'')) stored', words);
  perform search_index('clients');
end $$;
