-- A leaderboard reads what a server's tickets of a span of time came to. Open tickets are not in
-- it, so that placing writes nothing here.
CREATE INDEX tickets_settled_by_time ON tickets (guild_id, placed_at)
  WHERE returned IS NOT NULL;
