-- What consumers gave up on is counted over all tenants, for those who watch the platform.
select readable_to_platform('event_failures');
