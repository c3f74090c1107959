-- Keeps an account from betting in that server, or in all, for so many days. An exclusion that is
-- in force is never made shorter. Returns when it ends.
CREATE FUNCTION code.exclude(
  p_guild bigint, p_account_hash bytea, p_is_everywhere boolean, p_days int)
  RETURNS timestamptz
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_scope bigint := CASE WHEN p_is_everywhere THEN 0 ELSE p_guild END;
  v_ends_at timestamptz := app_now() + p_days * interval '24 hours';
  v_held timestamptz;
BEGIN
  IF p_days IS NULL OR p_days NOT BETWEEN 1 AND 1827 THEN
    RAISE EXCEPTION 'an exclusion of % days', p_days USING ERRCODE = 'check_violation';
  END IF;
  SELECT max(e.ends_at) INTO v_held FROM exclusions e
  WHERE e.account_hash = p_account_hash AND e.scope = v_scope;
  IF v_held >= v_ends_at THEN
    RETURN v_held;
  END IF;
  INSERT INTO exclusions (account_hash, scope, ends_at)
  VALUES (p_account_hash, v_scope, v_ends_at)
  ON CONFLICT ON CONSTRAINT exclusions_pkey DO NOTHING;
  RETURN v_ends_at;
END $$;
