-- Sets a member's limit, or removes it where there is no amount. A lower one holds at once. A higher
-- one, and none at all, waits for a day, so that nobody raises a limit in the heat of the moment.
-- Whatever is set replaces what is still waited for. Returns when it takes effect.
CREATE FUNCTION code.set_limit(
  p_guild bigint, p_member uuid, p_kind text, p_span text, p_amount bigint)
  RETURNS timestamptz
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_now timestamptz;
  v_held bigint;
  v_effective_at timestamptz;
BEGIN
  PERFORM code.act_for(p_guild);
  -- As placing does, so that a bet sees the limit before or after it.
  PERFORM 1 FROM accounts a
  WHERE a.guild_id = p_guild AND a.member_id = p_member
  ORDER BY a.season, a.kind FOR NO KEY UPDATE;
  v_now := app_now();
  SELECT l.amount INTO v_held FROM code.limits_of(p_guild, p_member) l
  WHERE l.kind = p_kind AND l.span = p_span;
  v_effective_at := v_now;
  IF v_held < p_amount OR v_held IS NOT NULL AND p_amount IS NULL THEN
    v_effective_at := v_now + interval '24 hours';
  END IF;
  INSERT INTO member_limits
    (guild_id, member_id, kind, span, number, amount, set_at, effective_at)
  SELECT p_guild, p_member, p_kind, p_span, coalesce(max(l.number), 0) + 1, p_amount, v_now,
    v_effective_at
  FROM member_limits l
  WHERE l.guild_id = p_guild AND l.member_id = p_member AND l.kind = p_kind AND l.span = p_span;
  RETURN v_effective_at;
END $$;
