-- Until when a price holds that came by a question of this feed, answered last at that time, for a
-- game of this sport that begins then. Nothing: no answer carries it. One row, and SQL, so that
-- whoever reads prices has it as part of the statement.
CREATE FUNCTION code.stale_at(
  p_provider text, p_sport text, p_answered_at timestamptz, p_start timestamptz)
  RETURNS TABLE (stale_at timestamptz)
  LANGUAGE sql STABLE
AS $$
  -- The nearer span has the shorter lifetime: a price is stale from the moment on that any of the
  -- spans says so, and none says so before it begins.
  SELECT min(greatest(p_answered_at + l.lifetime, p_start - l.starts_within))
  FROM price_lifetimes l
  WHERE p_answered_at IS NOT NULL AND (l.provider, l.sport) = (
    SELECT b.provider, b.sport FROM price_lifetimes b
    WHERE b.provider IN (p_provider, '*') AND b.sport IN (p_sport, '*')
    ORDER BY b.provider = '*', b.sport = '*' LIMIT 1)
$$;
