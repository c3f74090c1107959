-- Holds a server's part in these games as it is, in key order, to the end of the transaction, and
-- makes those that are missing. Returns the versions that their tickets are settled on, in the order
-- of the games, which come in key order.
CREATE FUNCTION code.share_guild_games(p_guild bigint, p_games uuid[]) RETURNS int[]
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_game uuid;
  v_versions int[];
BEGIN
  -- The first bet of a server on a game makes the row, and is the only one that comes round twice.
  FOR attempt IN 1..2 LOOP
    SELECT array_agg(held.version ORDER BY held.game_id) INTO v_versions
    FROM (
      SELECT gg.game_id, gg.version FROM guild_games gg
      WHERE gg.guild_id = p_guild AND gg.game_id = ANY(p_games)
      ORDER BY gg.game_id FOR SHARE
    ) held;
    IF coalesce(cardinality(v_versions), 0) = cardinality(p_games) THEN
      RETURN v_versions;
    END IF;
    -- A statement before the one that locks: a lock needs a newer snapshot than the row.
    FOREACH v_game IN ARRAY p_games LOOP
      INSERT INTO guild_games (guild_id, game_id) VALUES (p_guild, v_game)
      ON CONFLICT ON CONSTRAINT guild_games_pkey DO NOTHING;
    END LOOP;
  END LOOP;
  RAISE EXCEPTION 'games that a server has no part in' USING ERRCODE = 'serialization_failure';
END $$;
