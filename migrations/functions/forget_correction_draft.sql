-- Forgets a correction that was asked for and is confirmed or no longer wanted.
CREATE FUNCTION code.forget_correction_draft(p_guild bigint, p_draft uuid) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM code.act_for(p_guild);
  DELETE FROM correction_drafts d WHERE d.guild_id = p_guild AND d.draft_id = p_draft;
END $$;
