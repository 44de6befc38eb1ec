select searchable('webhooks', 'url A');
select searchable('incoming_hooks', 'name A');
