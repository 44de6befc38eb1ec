-- What the lanes of a board add up to is read from the index of the columns' sums, whatever field of a deal divides it.
drop index deals_sums;
create index deals_sums on deals (tenant_id, pipeline, state, stage_since)
  include (stage, amount, currency, owner, team, source) where deleted_at is null;
