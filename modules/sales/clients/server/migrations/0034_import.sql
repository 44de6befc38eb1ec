-- Mirrors of clients that are made by thousands: one statement for all that one statement made, instead of three for each row.
-- Changes keep their triggers for each row, and leave alone what did not change.
create function mirror_new_clients() returns trigger language plpgsql as $$
begin
  insert into client_identities (tenant_id, kind, value, client)
    select made.tenant_id, mine.kind, mine.value, made.id
    from made, lateral (values ('email', made.email), ('phone', made.phone), ('tax_number', made.tax_number)) as mine (kind, value)
    where mine.value is not null and made.merged_into is null
    order by mine.kind, mine.value;
  insert into client_names (tenant_id, client, key)
    select made.tenant_id, made.id, client_name_key(made.name) from made
    on conflict (tenant_id, client) do update set key = excluded.key;
  insert into client_tags (tenant_id, tag, client)
    select made.tenant_id, tag, made.id from made, unnest(made.tags) as tag
    on conflict do nothing;
  return null;
end $$;

drop trigger mirror_identities on clients;
drop trigger mirror_name on clients;
drop trigger mirror_new_tags on clients;
create trigger mirror_new after insert on clients referencing new table as made
  for each statement execute function mirror_new_clients();
create trigger mirror_identities after update of email, phone, tax_number, merged_into on clients
  for each row execute function mirror_client_identities();
create trigger mirror_name after update of name on clients
  for each row when (new.name is distinct from old.name) execute function mirror_client_name();
