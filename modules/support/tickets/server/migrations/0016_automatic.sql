-- Whether a rule answered, and no person.
alter table ticket_comments add column automatic boolean not null default false;
