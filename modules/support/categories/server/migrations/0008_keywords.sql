-- Words that put a ticket into the category before anything was learned, and over what was learned.
alter table categories add column keywords text[] not null default '{}';
