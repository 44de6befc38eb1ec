-- Whose company a ticket comes from: its requester's, so that colleagues' tickets are found by one column.
alter table tickets add column organisation uuid;
alter table tickets add foreign key (tenant_id, organisation) references organisations (tenant_id, id);

alter table tickets no force row level security;
alter table users no force row level security;
alter table tickets disable trigger user;
update tickets set organisation = users.organisation from users
  where users.tenant_id = tickets.tenant_id and users.id = tickets.requester and users.organisation is not null;
alter table tickets enable trigger user;
alter table users force row level security;
alter table tickets force row level security;

create index tickets_organisation on tickets (tenant_id, organisation, created_at, id) where deleted_at is null;

create function ticket_organisation() returns trigger language plpgsql as $$
begin
  new.organisation := (select organisation from users where tenant_id = new.tenant_id and id = new.requester);
  return new;
end $$;
create trigger organisation_of_new before insert on tickets for each row execute function ticket_organisation();
create trigger organisation_of_requester before update of requester on tickets
  for each row when (new.requester is distinct from old.requester) execute function ticket_organisation();

-- Tickets go with their requester: whoever is put into a company brings them along, whoever leaves it takes them away.
create function organisation_of_tickets() returns trigger language plpgsql as $$
begin
  update tickets set organisation = new.organisation
    where tenant_id = new.tenant_id and requester = new.id and organisation is distinct from new.organisation;
  return null;
end $$;
create trigger tickets_follow after update of organisation on users
  for each row when (new.organisation is distinct from old.organisation) execute function organisation_of_tickets();
