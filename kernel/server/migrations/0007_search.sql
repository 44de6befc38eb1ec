-- Search over everything that declares searched fields. Words as before (0003), at less cost; every index led by the tenant;
-- what words a tenant uses, so that a query is understood before it is asked.

-- The same letters as before. Most texts are plain: what needs work is found by one cheap look each.
create or replace function search_text(given text) returns text language plpgsql immutable strict parallel safe as $$
declare
  seen text := given;
begin
  if octet_length(seen) <> length(seen) then
    if seen is not nfc normalized then
      seen := normalize(seen);
    end if;
    if seen ~ '[\u0600-\u06FF]' then
      seen := translate(seen,
        U&'\0623\0625\0622\0649\0629\0640\064B\064C\064D\064E\064F\0650\0651\0652', U&'\0627\0627\0627\064A\0647');
    end if;
    if seen ~ '[\u0451\u0401]' then
      seen := replace(replace(seen, U&'\0451', U&'\0435'), U&'\0401', U&'\0415');
    end if;
    if seen ~ '[\u00B4\u02BB\u02BC\u2018\u2019]' then
      seen := translate(seen, U&'\00B4\02BB\02BC\2018\2019', '');
    end if;
  end if;
  if seen ~ '[''`]' then
    seen := translate(seen, '''`', '');
  end if;
  return regexp_replace(seen,
    '[^0-9A-Za-z\u00C0-\u024F\u0370-\u060B\u0620-\u1FFF\u2C00-\u2DFF\u3005-\uD7FF\uF900-\uFDCF\uFDF0-\uFDFF\uFE70-\uFEFC]+', ' ', 'g');
end $$;

create or replace function search_words(given text) returns tsvector language plpgsql immutable strict parallel safe as $$
begin
  return to_tsvector('russian'::regconfig, search_text(given));
end $$;

-- The form under which a word stands in the index; null for words that say nothing.
create function search_stem(word text) returns text language sql immutable strict parallel safe as $$
  select (tsvector_to_array(to_tsvector('russian'::regconfig, word)))[1]
$$;

-- A telephone number by its digits, with and without what is dialled before it.
create function search_digits(given text) returns tsvector language sql immutable parallel safe as $$
  select case when length(d) >= 5 then array_to_tsvector(array[d] || case when length(d) > 9 then array[right(d, 9)] else '{}' end)
    else ''::tsvector end
  from (select regexp_replace(coalesce(given, ''), '[^0-9]+', '', 'g') as d) digits
$$;

-- An index that begins with the tenant, where the server has btree_gin: another tenant's words then cost nothing.
create function search_index(of_table text) returns void language plpgsql as $$
begin
  execute format('drop index if exists %I', of_table || '_search');
  if exists (select from pg_extension where extname = 'btree_gin') then
    execute format('create index %I on %I using gin (tenant_id, search) with (gin_pending_list_limit = 512)', of_table || '_search', of_table);
  else
    execute format('create index %I on %I using gin (search) with (gin_pending_list_limit = 512)', of_table || '_search', of_table);
  end if;
end $$;

-- Makes a table's records found: `searchable('users', 'name A', 'phone C digits')`.
create function searchable(of_table text, variadic fields text[]) returns void language plpgsql as $$
declare
  parts text[];
begin
  select array_agg(format('setweight(%s(coalesce(%I, '''')), %L)',
    case when f[3] = 'digits' then 'search_digits' else 'search_words' end, f[1], f[2]) order by n)
    into parts from (select n, string_to_array(field, ' ') as f from unnest(fields) with ordinality as given(field, n)) as split;
  execute format('alter table %I add column search tsvector not null generated always as (%s) stored', of_table, array_to_string(parts, ' || '));
  perform search_index(of_table);
end $$;

do $$
begin
  create extension if not exists btree_gin;
exception when others then
  raise notice 'btree_gin is not to be had here (%): search indexes are not led by the tenant', sqlerrm;
end $$;

-- The words of a tenant's records and in about how many of each table they occur: what is typed is compared with them.
-- Kept up after the fact, so it says nothing about whether a record is found, only how a query is understood and asked.
create table search_vocabulary (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  word text not null,
  source text not null,
  records integer not null,
  primary key (tenant_id, word, source)
);
select protect('search_vocabulary');

-- Every word, and every word less one of its letters: two words that differ by one slip share a piece.
create table search_pieces (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  piece text not null,
  word text not null,
  primary key (tenant_id, piece, word)
);
select protect('search_pieces');

-- How far the vocabulary has read each table, in the order of creation.
create table search_progress (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  source text not null,
  rules integer not null,
  read_to timestamptz not null default '1970-01-01Z',
  read_id uuid not null default '00000000-0000-0000-0000-000000000000',
  records bigint not null default 0,
  refreshed_at timestamptz not null default now(),
  primary key (tenant_id, source)
);
select protect('search_progress');
