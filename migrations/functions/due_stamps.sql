-- Likewise by channel: each has its own pace.
CREATE FUNCTION code.due_stamps(p_limit int, p_first int, p_end int, p_total int)
  RETURNS TABLE (guild_id bigint, ticket_id uuid, channel_id bigint, message_id bigint,
    posted_at timestamptz)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT s.guild_id, s.ticket_id, s.channel_id, s.message_id, s.posted_at
  FROM (
    SELECT w.*, row_number() OVER
      (PARTITION BY w.channel_id ORDER BY w.message_id DESC) AS turn
    FROM stamps d JOIN slips w ON w.guild_id = d.guild_id AND w.ticket_id = d.ticket_id
    WHERE d.due_at <= (SELECT app_now())
      AND (d.guild_id >> 22) % p_total BETWEEN p_first AND p_end - 1
  ) s
  ORDER BY s.turn, s.message_id DESC
  LIMIT p_limit
$$;
