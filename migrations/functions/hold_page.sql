-- Locks the tickets with a leg on this game that these ranges hold, in key order, to the end of the
-- transaction, and gives them in groups that any result settles alike: singles on one selection at
-- one price, with one stake, booked for one start, under the same rules, that stand where the others
-- do. Every other ticket is a group of its own. Those that were cancelled or cashed out are left
-- out, for good. A ticket that is being taken back is not waited for any longer than accounts are.
CREATE FUNCTION code.hold_page(p_game uuid, p_guilds bigint[], p_afters uuid[], p_lasts uuid[])
  RETURNS TABLE (guild_id bigint, tickets uuid[])
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  -- As in move_heads.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
  SET plan_cache_mode = force_generic_plan SET jit = off
  SET lock_timeout = '1s'
AS $$
BEGIN
  RETURN QUERY
  WITH held AS MATERIALIZED (
    SELECT t.guild_id, t.ticket_id, l.selection_id, l.price_num, l.price_den, l.booked_start,
      l.places, t.kind, t.stake,
      t.rule_version, t.settings_version, t.state, t.settled_seq, t.returned, t.open_stake
    FROM unnest(p_guilds, p_afters, p_lasts) AS w(guild_id, after_ticket, last_ticket)
    JOIN legs l ON l.game_id = p_game AND l.guild_id = w.guild_id
      AND l.ticket_id > w.after_ticket AND l.ticket_id <= w.last_ticket
    JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
    ORDER BY l.guild_id, l.ticket_id FOR NO KEY UPDATE OF t
  )
  SELECT h.guild_id, array_agg(h.ticket_id)
  FROM held h
  WHERE h.state NOT IN ('cancelled', 'cashed_out')
  GROUP BY h.guild_id, CASE WHEN h.kind <> 'single' OR h.places IS NOT NULL THEN h.ticket_id END, h.selection_id,
    h.booked_start,
    h.price_num, h.price_den, h.stake, h.rule_version, h.settings_version, h.state,
    h.settled_seq, h.returned, h.open_stake;
END $$;
