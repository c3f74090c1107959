CREATE OR REPLACE FUNCTION due_deliveries(p_limit int)
  RETURNS TABLE (guild_id bigint, kind text, subject uuid, sequence int, state text, tries int,
    first_tried_at timestamptz)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT d.guild_id, d.kind, d.subject, d.sequence, d.state, d.tries, d.first_tried_at
  FROM deliveries d
  WHERE d.state IN ('due', 'sending') AND d.due_at <= app_now()
  ORDER BY d.due_at
  LIMIT p_limit
$$;

CREATE OR REPLACE FUNCTION due_stamps(p_limit int)
  RETURNS TABLE (guild_id bigint, ticket_id uuid, channel_id bigint, message_id bigint,
    posted_at timestamptz)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT s.guild_id, s.ticket_id, s.channel_id, s.message_id, s.posted_at
  FROM slips s
  WHERE s.stamp_due_at <= app_now()
  ORDER BY s.stamp_due_at DESC
  LIMIT p_limit
$$;
