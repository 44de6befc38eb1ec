alter table views add column spans jsonb not null default '{}';
alter table views drop constraint views_density_check;
alter table views add check (density in ('compact', 'normal', 'comfortable'));
