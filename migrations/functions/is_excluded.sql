-- Whether the account of that keyed hash has shut itself out of that server, or of all, and the end
-- has not come yet.
CREATE FUNCTION code.is_excluded(p_guild bigint, p_account_hash bytea) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM exclusions e
    WHERE e.account_hash = p_account_hash AND e.scope IN (0, p_guild) AND e.ends_at > app_now());
END $$;
