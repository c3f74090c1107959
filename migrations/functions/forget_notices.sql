-- Forgets notices that were delivered longer ago than that, at most so many. Returns how many.
CREATE FUNCTION code.forget_notices(p_older_than interval, p_limit bigint) RETURNS bigint
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_forgotten bigint;
BEGIN
  DELETE FROM notices n USING (
    SELECT d.guild_id, d.kind, d.subject, d.sequence FROM deliveries d
    WHERE d.state IN ('sent', 'failed') AND d.done_at < app_now() - p_older_than
    LIMIT p_limit) old
  WHERE n.guild_id = old.guild_id AND n.kind = old.kind AND n.subject = old.subject
    AND n.sequence = old.sequence;
  GET DIAGNOSTICS v_forgotten = ROW_COUNT;
  RETURN v_forgotten;
END $$;
