-- A server with a long backlog does not hold up the others: the first of each, then the second.
-- Its results come before its slips.
CREATE FUNCTION code.due_deliveries(p_limit int)
  RETURNS TABLE (guild_id bigint, kind text, subject uuid, sequence int, state text, tries int,
    first_tried_at timestamptz)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT d.guild_id, d.kind, d.subject, d.sequence, d.state, d.tries, d.first_tried_at
  FROM (
    SELECT w.*, row_number() OVER
      (PARTITION BY w.guild_id ORDER BY w.kind <> 'game_results', w.due_at) AS turn
    FROM deliveries w
    WHERE w.state IN ('due', 'sending') AND w.due_at <= (SELECT app_now())
  ) d
  ORDER BY d.turn, d.due_at
  LIMIT p_limit
$$;
