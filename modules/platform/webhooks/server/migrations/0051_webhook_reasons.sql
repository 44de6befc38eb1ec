-- What the last refusal names (host, port, seconds), so that the page of a webhook says why nothing arrives.
alter table webhook_queue add column last_params jsonb not null default '{}';
