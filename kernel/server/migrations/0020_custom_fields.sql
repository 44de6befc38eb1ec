-- Fields that tenants define for their records. Values stand in the record (`custom`); those of filterable fields stand once more
-- in columns of plain types beside it, because operators of JSON may not look into an index below row-level security.
select tenant_table('custom_fields', $$
  entity text not null check (length(entity) <= 50),
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  type text not null check (type in ('text', 'long_text', 'number', 'date', 'dropdown', 'choices', 'checkbox', 'file', 'reference')),
  labels jsonb not null,
  help jsonb not null,
  section jsonb,
  rules jsonb not null,
  options jsonb not null,
  refers text check (length(refers) <= 50),
  required boolean not null,
  filterable boolean not null,
  searched boolean not null,
  in_list boolean not null,
  outsiders text not null check (outsiders in ('none', 'see', 'fill')),
  seen_by jsonb not null,
  edited_by jsonb not null,
  shown_if jsonb,
  position bigint not null,
  archived boolean not null,
  slot text check (slot ~ '^custom_[tn][0-9]{1,2}$'),
  ready boolean not null
$$);
-- A key is never given twice, not even after its field is gone.
create unique index custom_fields_key on custom_fields (tenant_id, entity, key);
create unique index custom_fields_slot on custom_fields (tenant_id, entity, slot) where slot is not null;
create index custom_fields_created on custom_fields (tenant_id, created_at, id) where deleted_at is null;
create index custom_fields_updated on custom_fields (tenant_id, updated_at, id) where deleted_at is null;

-- Each chosen option of a field with several choices, for filtering.
create table custom_choices (
  tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
  field uuid not null,
  choice text not null,
  record uuid not null,
  primary key (tenant_id, field, choice, record)
);
create index custom_choices_record on custom_choices (tenant_id, record);
select protect('custom_choices');

-- Puts the values of a record where lists and the search find them. Runs only where a record has custom values, or had.
create function settle_custom() returns trigger language plpgsql as $$
declare
  slots jsonb := '{}';
  words text := '';
  field record;
begin
  if jsonb_typeof(new.custom) is distinct from 'object' then
    raise exception 'custom is an object' using errcode = 'check_violation';
  end if;
  for field in
    select f.id, f.key, f.type, f.slot, f.searched, f.options from custom_fields f
    where f.tenant_id = new.tenant_id and f.entity = tg_argv[0] and not f.archived and (f.slot is not null or f.searched)
  loop
    if field.slot is not null and field.type <> 'choices' then
      slots := slots || jsonb_build_object(field.slot, case when field.slot like 'custom_t%' then to_jsonb(left(new.custom ->> field.key, 500)) else new.custom -> field.key end);
    end if;
    if field.searched and new.custom ? field.key then
      words := words || ' ' || case
        when field.type in ('dropdown', 'choices') then coalesce((
          select string_agg(label.value, ' ') from jsonb_array_elements(field.options) o, jsonb_each_text(o -> 'labels') label
          where (new.custom -> field.key) @> (o -> 'key')), '')
        else new.custom ->> field.key end;
    end if;
  end loop;
  new := jsonb_populate_record(new, empty_custom_slots() || slots);
  new.custom_words := left(words, 20000);
  return new;
end $$;

create function empty_custom_slots() returns jsonb language sql immutable parallel safe as $$
  select jsonb_object_agg(name, null) from (
    select 'custom_t' || n as name from generate_series(1, 14) n union all select 'custom_n' || n from generate_series(1, 6) n) names
$$;

-- After the record is there: its chosen options.
create function mirror_custom_choices() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from custom_choices where tenant_id = new.tenant_id and record = new.id;
  end if;
  insert into custom_choices (tenant_id, field, choice, record)
    select new.tenant_id, f.id, chosen, new.id
    from custom_fields f, jsonb_array_elements_text(case when jsonb_typeof(new.custom -> f.key) = 'array' then new.custom -> f.key else '[]' end) chosen
    where f.tenant_id = new.tenant_id and f.entity = tg_argv[0] and f.type = 'choices' and f.filterable and not f.archived
    on conflict do nothing;
  return null;
end $$;

-- Makes a table ready for custom fields: `customizable('<table>', '<entity>')`.
create function customizable(of_table text, of_entity text) returns void language plpgsql as $$
declare
  slot text;
begin
  execute format('alter table %I add column if not exists custom jsonb not null default ''{}'', add column custom_words text not null default ''''', of_table);
  for slot in select jsonb_object_keys(empty_custom_slots()) loop
    execute format('alter table %I add column %I %s', of_table, slot,
      case when slot like 'custom_t%' then 'text collate "C"' else 'double precision' end);
    -- Nothing to write and nothing to read where the field is empty, which it is for every tenant that has fewer fields.
    execute format('create index %I on %I (tenant_id, %I, created_at, id) where deleted_at is null and %I is not null',
      of_table || '_' || slot, of_table, slot, slot);
  end loop;
  execute format('create trigger custom_new before insert on %I for each row when (new.custom <> ''{}'') execute function settle_custom(%L)', of_table, of_entity);
  execute format('create trigger custom_changed before update of custom on %I for each row execute function settle_custom(%L)', of_table, of_entity);
  execute format('create trigger custom_choices_new after insert on %I for each row when (new.custom @? ''strict $.* ? (@.type() == "array")'') execute function mirror_custom_choices(%L)', of_table, of_entity);
  execute format('create trigger custom_choices_changed after update of custom on %I for each row when ((new.custom @? ''strict $.* ? (@.type() == "array")'') or (old.custom @? ''strict $.* ? (@.type() == "array")'')) execute function mirror_custom_choices(%L)', of_table, of_entity);
end $$;
