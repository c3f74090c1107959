-- Settles tickets of one server as its admin decided, each a group of its own. Returns the tickets
-- that moved, with the number of the settlement.
CREATE FUNCTION code.correct_tickets(
  p_guild bigint, p_tickets uuid[], p_expected int[], p_states text[], p_returned bigint[],
  p_nums numeric[], p_dens numeric[], p_versions text[], p_digests text[])
  RETURNS TABLE (ticket_id uuid, sequence int)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  SET lock_timeout = '2s'
AS $$
BEGIN
  PERFORM code.act_for(p_guild);
  RETURN QUERY SELECT m.ticket_id, m.sequence
  FROM code.move_heads('admin', p_tickets,
    ARRAY(SELECT nth::int FROM generate_series(1, cardinality(p_tickets)) nth),
    array_fill(p_guild, ARRAY[cardinality(p_tickets)]), p_expected, p_states, p_returned, p_nums,
    p_dens, p_versions, p_digests) m;
END $$;
