-- Forgets what interactions came to that were recorded longer ago than that, at most so many.
-- Returns how many.
CREATE FUNCTION code.prune_interactions(p_older_than interval, p_limit bigint) RETURNS bigint
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_pruned bigint;
BEGIN
  DELETE FROM interactions i USING (
    SELECT o.guild_id, o.interaction_id, o.part FROM interactions o
    WHERE o.recorded_at < app_now() - p_older_than LIMIT p_limit) old
  WHERE i.guild_id = old.guild_id AND i.interaction_id = old.interaction_id
    AND i.part = old.part;
  GET DIAGNOSTICS v_pruned = ROW_COUNT;
  RETURN v_pruned;
END $$;
