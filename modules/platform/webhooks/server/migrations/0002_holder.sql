-- Who holds the lease: it is short and renewed, so that what a killed process held is free again soon.
alter table webhook_queue add column holder uuid;
