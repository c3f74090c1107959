-- Takes the legs on these games out of a member's parlay draft, or, where no games are named, all of
-- them, and with them what was to be bet on them. Returns how many.
CREATE FUNCTION code.remove_draft_legs(p_guild bigint, p_member uuid, p_games uuid[]) RETURNS bigint
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  v_removed bigint;
BEGIN
  PERFORM code.act_for(p_guild);
  DELETE FROM parlay_draft_legs d
  WHERE d.guild_id = p_guild AND d.member_id = p_member
    AND (p_games IS NULL OR d.game_id = ANY (p_games));
  GET DIAGNOSTICS v_removed = ROW_COUNT;
  IF p_games IS NULL THEN
    DELETE FROM parlay_drafts d WHERE d.guild_id = p_guild AND d.member_id = p_member;
  END IF;
  RETURN v_removed;
END $$;
