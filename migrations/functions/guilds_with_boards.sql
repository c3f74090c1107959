CREATE FUNCTION code.guilds_with_boards() RETURNS SETOF bigint
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT g.guild_id FROM guilds g
  WHERE g.board_channel_id IS NOT NULL AND g.left_at IS NULL ORDER BY g.guild_id
$$;
