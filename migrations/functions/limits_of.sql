-- The limits that hold for a member now, each with how much of it the member's tickets have used.
-- Whoever places holds the member's accounts while this is read, so that no other bet slips in.
CREATE FUNCTION code.limits_of(p_guild bigint, p_member uuid)
  RETURNS TABLE (kind text, span text, amount bigint, used bigint)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_now timestamptz := app_now();
BEGIN
  PERFORM code.act_for(p_guild);
  RETURN QUERY
  WITH held AS (
    SELECT DISTINCT ON (l.kind, l.span) l.kind, l.span, l.amount,
      v_now - CASE WHEN l.span = 'day' THEN interval '24 hours'
        WHEN l.span = 'week' THEN interval '7 days' ELSE interval '30 days' END AS since
    FROM member_limits l
    WHERE l.guild_id = p_guild AND l.member_id = p_member AND l.effective_at <= v_now
    ORDER BY l.kind, l.span, l.number DESC
  )
  SELECT h.kind, h.span, h.amount, greatest(taken.units, 0)::bigint
  FROM held h
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(t.stake
      - CASE WHEN h.kind = 'loss' THEN coalesce(t.returned, 0) ELSE 0 END), 0) AS units
    FROM tickets t
    WHERE t.guild_id = p_guild AND t.member_id = p_member
      -- Ids are made by the bot's clock a moment before: an hour makes up for a clock that lags.
      AND t.ticket_id >= code.first_ticket_id(h.since - interval '1 hour')
      AND t.placed_at > h.since AND t.state <> 'cancelled'
  ) taken
  WHERE h.amount IS NOT NULL
  ORDER BY h.kind, h.span;
END $$;
