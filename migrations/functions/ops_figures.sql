-- What the operator's metrics and alerts say of all servers together: counts and ages of what is
-- left to do, and nothing about anybody. Each part reads an index of what is left.
CREATE FUNCTION code.ops_figures(p_deliveries_max int)
  RETURNS TABLE (unsettled bigint, unsettled_since timestamptz, reviews bigint,
    reviews_since timestamptz, deliveries bigint, deliveries_since timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH RECURSIVE waiting AS (
    (SELECT gg.game_id FROM guild_games gg WHERE NOT gg.done ORDER BY gg.game_id LIMIT 1)
    UNION ALL
    SELECT (SELECT gg.game_id FROM guild_games gg
            WHERE NOT gg.done AND gg.game_id > w.game_id ORDER BY gg.game_id LIMIT 1)
    FROM waiting w WHERE w.game_id IS NOT NULL
  ),
  behind AS (
    SELECT g.game_id FROM games g WHERE g.result_version <> g.settled_version
    UNION
    SELECT w.game_id FROM waiting w WHERE w.game_id IS NOT NULL
  ),
  unsettled AS (
    SELECT count(*) AS number, min(r.decided_at) AS since
    FROM behind b JOIN games g ON g.game_id = b.game_id
    JOIN results r ON r.game_id = g.game_id AND r.version = g.result_version
  ),
  -- As `review list` has them: where nobody has bet, nobody waits.
  under_review AS (
    SELECT count(*) AS number, min(r.opened_at) AS since
    FROM games g JOIN reviews r ON r.game_id = g.game_id AND r.number = g.open_review
    WHERE g.open_review IS NOT NULL AND EXISTS (
      SELECT 1 FROM games f JOIN legs l ON l.game_id = f.game_id
      JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
      WHERE (f.game_id = g.game_id OR f.merged_into = g.game_id)
        AND t.state NOT IN ('cancelled', 'cashed_out')
        AND (t.state = 'open' OR f.result_version > 0))
  ),
  -- A delivery that failed is due again later, and has waited since it was first tried.
  due AS (
    SELECT count(*) AS number, min(d.since) AS since FROM (
      SELECT least(d.due_at, d.first_tried_at) AS since FROM deliveries d
      WHERE d.state IN ('due', 'sending')
        AND least(d.due_at, d.first_tried_at) <= (SELECT app_now())
      LIMIT p_deliveries_max) d
  )
  SELECT u.number, u.since, r.number, r.since, d.number, d.since
  FROM unsettled u, under_review r, due d
$$;
