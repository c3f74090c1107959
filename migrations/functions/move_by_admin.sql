-- Gives a member units, or takes them: the one way in which an admin moves cash by itself. Its
-- cause is the correction, which must stand already; the same correction moves nothing twice.
-- Returns the cash before and after.
CREATE FUNCTION code.move_by_admin(
  p_guild bigint, p_correction uuid, p_member uuid, p_season int, p_gives boolean, p_amount bigint)
  RETURNS TABLE (cash_before bigint, cash_after bigint)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET lock_timeout = '2s'
AS $$
DECLARE
  v_cash bigint;
BEGIN
  PERFORM code.act_for(p_guild);
  PERFORM 1 FROM corrections c WHERE c.guild_id = p_guild AND c.correction_id = p_correction;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no correction %', p_correction USING ERRCODE = 'foreign_key_violation';
  END IF;
  -- Both rows in key order, as everybody locks them.
  SELECT max(held.balance) FILTER (WHERE held.kind = 'cash') INTO v_cash
  FROM (
    SELECT a.kind, a.balance FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE
  ) held;
  IF v_cash IS NULL THEN
    RAISE EXCEPTION 'no account of member %', p_member USING ERRCODE = 'foreign_key_violation';
  END IF;
  INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
    debit_kind, debit_member, credit_kind, credit_member, amount)
  VALUES (p_guild, 'admin_grant', p_correction, 0, 0, p_season,
    CASE WHEN p_gives THEN 'issuance' ELSE 'cash' END, CASE WHEN NOT p_gives THEN p_member END,
    CASE WHEN p_gives THEN 'cash' ELSE 'issuance' END, CASE WHEN p_gives THEN p_member END,
    p_amount);
  UPDATE accounts a SET balance = a.balance + CASE WHEN p_gives THEN p_amount ELSE -p_amount END
  WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.kind = 'cash'
    AND a.season = p_season
  RETURNING a.balance INTO cash_after;
  cash_before := v_cash;
  RETURN NEXT;
END $$;
