CREATE FUNCTION code.guilds_with_boards(p_first int, p_end int, p_total int)
  RETURNS SETOF bigint
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT g.guild_id FROM guilds g
  WHERE g.board_channel_id IS NOT NULL AND g.left_at IS NULL
    AND (g.guild_id >> 22) % p_total BETWEEN p_first AND p_end - 1
  ORDER BY g.guild_id
$$;
