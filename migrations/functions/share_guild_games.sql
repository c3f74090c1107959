-- Holds a server's part in these games as it is, in key order, to the end of the transaction, and
-- makes those that are missing. Returns the versions that their tickets are settled on, in the order
-- of the games, which come in key order.
CREATE FUNCTION code.share_guild_games(p_guild bigint, p_games uuid[]) RETURNS int[]
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_game uuid;
  v_version int;
  v_versions int[] := '{}';
BEGIN
  FOREACH v_game IN ARRAY p_games LOOP
    -- The first bet of a server on a game makes the row, and is the only one that comes round twice:
    -- a lock needs a newer snapshot than the row.
    FOR attempt IN 1..2 LOOP
      SELECT gg.version INTO v_version FROM guild_games gg
      WHERE gg.guild_id = p_guild AND gg.game_id = v_game FOR SHARE;
      EXIT WHEN FOUND;
      INSERT INTO guild_games (guild_id, game_id) VALUES (p_guild, v_game)
      ON CONFLICT ON CONSTRAINT guild_games_pkey DO NOTHING;
    END LOOP;
    IF v_version IS NULL THEN
      RAISE EXCEPTION 'a game that a server has no part in' USING ERRCODE = 'serialization_failure';
    END IF;
    v_versions := v_versions || v_version;
  END LOOP;
  RETURN v_versions;
END $$;
