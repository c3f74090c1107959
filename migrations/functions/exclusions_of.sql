-- The exclusions in force that keep an account from betting in that server. An account has a hash
-- for each of the operator's keys, old ones included.
CREATE FUNCTION code.exclusions_of(p_guild bigint, p_account_hashes bytea[])
  RETURNS TABLE (is_everywhere boolean, ends_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN QUERY
  SELECT e.scope = 0, max(e.ends_at)
  FROM exclusions e
  WHERE e.account_hash = ANY (p_account_hashes) AND e.scope IN (0, p_guild)
    AND e.ends_at > app_now()
  GROUP BY e.scope = 0;
END $$;
