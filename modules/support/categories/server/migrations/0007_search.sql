select searchable('categories', 'name A');
