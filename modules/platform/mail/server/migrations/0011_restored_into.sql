-- Where a person wants a mail that they restored: in a new conversation, or in the one with this id.
alter table inbound_contents add column restored_into text check (length(restored_into) <= 36);
