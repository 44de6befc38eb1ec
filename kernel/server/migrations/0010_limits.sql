-- What several processes count together: how full the bucket of a caller is, and how often a secret was guessed. Keys are
-- keyed hashes, so nobody can be read from them. Lost in a crash and written without a journal: counts begin anew.
create unlogged table shared_counts (
  key text primary key,
  -- Milliseconds since 1970: when the bucket is full again, and what need not be known any more.
  until double precision not null,
  value text
) with (fillfactor = 70);

-- For each key in turn: counts what was let through already, and takes as many more as fit of those wanted. `each` are the
-- milliseconds that refill one, `whole` those that refill all, `known` those that the asker knows to be missing.
create function count_requests(
  keys text[], used int[], wanted int[], each double precision[], whole double precision[], known double precision[]
) returns table (got int, full_in double precision) language plpgsql volatile as $$
declare
  at double precision;
  stored double precision;
begin
  for i in 1 .. cardinality(keys) loop
    insert into shared_counts (key, until) values (keys[i], 0) on conflict do nothing;
    select until into stored from shared_counts where key = keys[i] for update;
    at := extract(epoch from clock_timestamp()) * 1000;
    full_in := greatest(coalesce(stored, 0) - at, known[i], 0) + used[i] * each[i];
    got := greatest(0, least(wanted[i], floor((whole[i] - full_in) / each[i] + 0.001)));
    full_in := full_in + got * each[i];
    update shared_counts set until = at + full_in where key = keys[i];
    return next;
  end loop;
end $$;

-- Writes `next` where `seen` still stands, where nothing stands any more, or never did. Answers what stands there then.
create function swap_count(of_key text, seen text, next text, kept_ms double precision) returns text language sql volatile as $$
  insert into shared_counts as c (key, until, value)
  values (of_key, extract(epoch from clock_timestamp()) * 1000 + kept_ms, next)
  on conflict (key) do update set
    until = case when c.value = seen or c.until < excluded.until - kept_ms then excluded.until else c.until end,
    value = case when c.value = seen or c.until < excluded.until - kept_ms then excluded.value else c.value end
  returning value
$$;
