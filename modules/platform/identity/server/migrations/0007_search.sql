select searchable('users', 'name A', 'email B', 'organisation C', 'phone C digits');
select searchable('teams', 'name A');
