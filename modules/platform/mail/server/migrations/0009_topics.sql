-- What the mails of an address are about: bugs@ and feedback@ say so by themselves.
alter table mail_addresses add column topic text check (topic in ('question', 'incident', 'bug', 'feature_request'));
