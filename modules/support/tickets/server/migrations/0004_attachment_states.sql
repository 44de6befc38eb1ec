-- What is known of a file, beside its name: shown with the conversation, told by the files themselves.
alter table ticket_attachments
  add column scan text not null default 'unscanned',
  add column preview text not null default 'none',
  add column width bigint,
  add column height bigint;
