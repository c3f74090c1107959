-- What is due, in turns: the first of every server, then the second. In a server its results come
-- first, then its channels take turns, in a channel its members. So whoever has a long backlog
-- holds up nobody else, wherever the limit cuts. Of the servers of these shards of the bot's: each
-- process tells its own.
--
-- Reads what is due and nothing else, in the order of the index, which spares the largest sort:
-- each level is sorted only within the level above. 100,000 that are due take half a second.
CREATE FUNCTION code.due_deliveries(p_limit int, p_first int, p_end int, p_total int)
  RETURNS TABLE (guild_id bigint, kind text, subject uuid, sequence int, state text, tries int,
    first_tried_at timestamptz, turn_channel_id bigint, turn_member_id uuid)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
  SELECT s.guild_id, s.kind, s.subject, s.sequence, s.state, s.tries, s.first_tried_at,
    s.turn_channel_id, s.turn_member_id
  FROM (
    SELECT c.*, row_number() OVER
      (PARTITION BY c.guild_id
       ORDER BY c.kind <> 'game_results', c.of_channel, c.due_at) AS of_server
    FROM (
      SELECT m.*, row_number() OVER
        (PARTITION BY m.guild_id, m.turn_channel_id ORDER BY m.of_member, m.due_at) AS of_channel
      FROM (
        SELECT d.guild_id, d.kind, d.subject, d.sequence, d.state, d.tries, d.first_tried_at,
          d.due_at, d.turn_channel_id, d.turn_member_id, row_number() OVER
          (PARTITION BY d.guild_id, d.turn_channel_id, d.turn_member_id
           ORDER BY d.due_at, d.sequence) AS of_member
        FROM deliveries d
        WHERE d.state IN ('due', 'sending') AND d.due_at <= (SELECT app_now())
          AND (d.guild_id >> 22) % p_total BETWEEN p_first AND p_end - 1
      ) m
      WHERE m.of_member <= p_limit
    ) c
    WHERE c.of_channel <= p_limit
  ) s
  WHERE s.of_server <= p_limit
  ORDER BY s.of_server, s.due_at
  LIMIT p_limit
$$;
