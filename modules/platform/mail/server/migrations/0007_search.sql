select searchable('mail_addresses', 'address A');
