-- Locks a server's part in these games, in key order, to the end of the transaction: whoever
-- decides about the tickets on them does so before or after a page of settling, and before or
-- after a bet, never in between.
CREATE FUNCTION code.lock_guild_games(p_guild bigint, p_games uuid[]) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET lock_timeout = '2s'
AS $$
BEGIN
  PERFORM code.act_for(p_guild);
  PERFORM 1 FROM guild_games gg WHERE gg.guild_id = p_guild AND gg.game_id = ANY(p_games)
  ORDER BY gg.game_id FOR NO KEY UPDATE;
END $$;
