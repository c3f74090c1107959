-- The limits that hold for a member now, each with how much of it the member's tickets have used,
-- and with what replaces it and when. Whoever places holds the member's accounts while this is
-- read, so that no other bet slips in.
CREATE FUNCTION code.limits_of(p_guild bigint, p_member uuid)
  RETURNS TABLE (kind text, span text, amount bigint, used bigint, next_amount bigint,
    next_at timestamptz)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_now timestamptz := app_now();
BEGIN
  PERFORM code.act_for(p_guild);
  RETURN QUERY
  WITH kept AS (
    -- What was replaced before it took effect never does.
    SELECT l.kind, l.span, l.number, l.amount, l.effective_at
    FROM member_limits l
    WHERE l.guild_id = p_guild AND l.member_id = p_member AND NOT EXISTS (
      SELECT 1 FROM member_limits s
      WHERE s.guild_id = p_guild AND s.member_id = p_member AND s.kind = l.kind
        AND s.span = l.span AND s.number > l.number AND s.set_at < l.effective_at)
  ), held AS (
    SELECT DISTINCT ON (k.kind, k.span) k.kind, k.span, k.amount,
      v_now - CASE WHEN k.span = 'bet' THEN interval '0' WHEN k.span = 'day' THEN interval '24 hours'
        WHEN k.span = 'week' THEN interval '7 days' ELSE interval '30 days' END AS since
    FROM kept k WHERE k.effective_at <= v_now
    ORDER BY k.kind, k.span, k.number DESC
  )
  SELECT h.kind, h.span, h.amount, greatest(taken.units, 0)::bigint, later.amount,
    later.effective_at
  FROM held h
  LEFT JOIN kept later
    ON later.kind = h.kind AND later.span = h.span AND later.effective_at > v_now
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
