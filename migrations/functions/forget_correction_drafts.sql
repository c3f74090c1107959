-- Forgets a correction that was asked for and is confirmed or no longer wanted; or, where none is
-- named, those that were asked for longer ago than that. Returns how many.
CREATE FUNCTION code.forget_correction_drafts(
  p_guild bigint, p_draft uuid, p_older_than interval)
  RETURNS bigint
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_forgotten bigint;
BEGIN
  PERFORM code.act_for(p_guild);
  DELETE FROM correction_drafts d
  WHERE d.guild_id = p_guild
    AND (d.draft_id = p_draft OR (p_draft IS NULL AND d.made_at < app_now() - p_older_than));
  GET DIAGNOSTICS v_forgotten = ROW_COUNT;
  RETURN v_forgotten;
END $$;
