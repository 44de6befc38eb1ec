-- What mirrors clients is written by their triggers and by nothing else, so that the record is there is known: a foreign key
-- asked it again for each of five rows of a client. A client that is purged takes its mirrors along, as the keys did.
alter table client_identities drop constraint client_identities_tenant_id_client_fkey;
alter table client_names drop constraint client_names_tenant_id_client_fkey;
alter table client_tags drop constraint client_tags_tenant_id_client_fkey;

create function forget_client_mirrors() returns trigger language plpgsql as $$
begin
  delete from client_identities i using gone where i.tenant_id = gone.tenant_id and i.client = gone.id;
  delete from client_names n using gone where n.tenant_id = gone.tenant_id and n.client = gone.id;
  delete from client_tags t using gone where t.tenant_id = gone.tenant_id and t.client = gone.id;
  return null;
end $$;
create trigger forget_mirrors after delete on clients referencing old table as gone
  for each statement execute function forget_client_mirrors();

-- The letters by which names are compared: in two steps, so that many names are put in order by one query.
create function client_name_letters(given text) returns text language plpgsql immutable strict parallel safe as $$
declare
  seen text := lower(search_text(given));
begin
  if octet_length(seen) = length(seen) then
    return seen;
  end if;
  if seen ~ '[жчшщюях]' then
    seen := replace(replace(replace(replace(replace(replace(replace(seen,
      'ж', 'zh'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'sh'), 'ю', 'yu'), 'я', 'ya'), 'х', 'h');
  end if;
  return translate(seen, 'абвгдезийклмнопрстуфцыэқғўҳьъ', 'abvgdeziyklmnoprstufsyeqgoh');
end $$;

-- Forms of companies, and nothing: what says nothing about whose name it is.
create function is_client_name_word(word text) returns boolean language sql immutable parallel safe as $$
  select word not in ('', 'ooo', 'oao', 'zao', 'ao', 'ip', 'pao', 'chp', 'mchj', 'xk', 'aj', 'mas', 'llc', 'ltd', 'inc', 'jsc', 'gmbh',
    'co', 'company')
$$;

create or replace function client_name_key(given text) returns text language plpgsql immutable strict parallel safe as $$
begin
  return coalesce((
    select string_agg(word, ' ' order by word collate "C")
    from unnest(string_to_array(client_name_letters(given), ' ')) as word where is_client_name_word(word)
  ), '');
end $$;

create or replace function mirror_new_clients() returns trigger language plpgsql as $$
begin
  insert into client_identities (tenant_id, kind, value, client)
    select made.tenant_id, mine.kind, mine.value, made.id
    from made, lateral (values ('email', made.email), ('phone', made.phone), ('tax_number', made.tax_number)) as mine (kind, value)
    where mine.value is not null and made.merged_into is null
    order by mine.kind, mine.value;
  insert into client_names (tenant_id, client, key)
    select made.tenant_id, made.id, coalesce(string_agg(word, ' ' order by word collate "C") filter (where is_client_name_word(word)), '')
    from made left join lateral unnest(string_to_array(client_name_letters(made.name), ' ')) as word on true
    group by made.tenant_id, made.id
    on conflict (tenant_id, client) do update set key = excluded.key;
  insert into client_tags (tenant_id, tag, client)
    select made.tenant_id, tag, made.id from made, unnest(made.tags) as tag
    on conflict do nothing;
  return null;
end $$;
