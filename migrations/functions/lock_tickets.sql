-- Locks these tickets of a server, in key order, to the end of the transaction.
CREATE FUNCTION code.lock_tickets(p_guild bigint, p_tickets uuid[]) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET lock_timeout = '2s'
AS $$
BEGIN
  PERFORM code.act_for(p_guild);
  PERFORM 1 FROM tickets t WHERE t.guild_id = p_guild AND t.ticket_id = ANY(p_tickets)
  ORDER BY t.ticket_id FOR NO KEY UPDATE;
END $$;
