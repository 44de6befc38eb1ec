-- Colleagues whom a reply or a note names with an @.
alter table ticket_comments add column mentions uuid[] not null default '{}';
