-- Whether the prices of a deal's lines hold their taxes, or these come on top. The rates stand with the lines.
alter table deals add column tax_included boolean not null default true;
drop trigger touch on deals;
create trigger touch before update of deleted_at, title, client, contact, amount, currency, expected_close, owner, team, source,
  tags, lines, tax_included, notes, pipeline, stage, state, stage_since, won_at, lost_at, loss_reason, custom
  on deals for each row execute function touch();
