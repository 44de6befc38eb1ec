-- What people say of themselves. A picture is a file of theirs that was checked and drawn anew before it came here.
alter table users
  add column avatar uuid,
  add column zone text check (length(zone) <= 60),
  add column availability text check (availability in ('away', 'busy', 'do_not_disturb')),
  add column availability_note text check (length(availability_note) <= 100),
  add column availability_until timestamptz;
