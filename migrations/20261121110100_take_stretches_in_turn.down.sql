ALTER FUNCTION move_heads(text, uuid[], int[], bigint[], int[], text[], bigint[], numeric[],
  numeric[], text[], text[]) RESET jit;
DROP FUNCTION hold_page(uuid, bigint[], uuid[], uuid[]);
DROP FUNCTION take_stretches(uuid, int, int);
DROP FUNCTION begin_settling(uuid, int);
DROP TABLE settling;
ALTER TABLE games DROP COLUMN settling_version;

-- Locks the tickets with a leg on this game from one key to another, in key order, to the end of
-- the transaction, and gives them in groups that any result settles alike: singles on one selection
-- at one price, with one stake, under the same rules, that stand where the others do. Every other
-- ticket is a group of its own. Those that were taken back are left out, for good.
CREATE FUNCTION hold_page(
  p_game uuid, p_after_guild bigint, p_after_ticket uuid, p_last_guild bigint,
  p_last_ticket uuid)
  RETURNS TABLE (guild_id bigint, tickets uuid[])
  LANGUAGE plpgsql VOLATILE
  -- As in move_heads.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
  SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  RETURN QUERY
  WITH held AS MATERIALIZED (
    SELECT t.guild_id, t.ticket_id, l.selection_id, l.price_num, l.price_den, t.kind, t.stake,
      t.rule_version, t.settings_version, t.state, t.settled_seq, t.returned
    FROM legs l
    JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
    WHERE l.game_id = p_game AND (l.guild_id, l.ticket_id) > (p_after_guild, p_after_ticket)
      AND (l.guild_id, l.ticket_id) <= (p_last_guild, p_last_ticket)
    ORDER BY l.guild_id, l.ticket_id FOR NO KEY UPDATE OF t
  )
  SELECT h.guild_id, array_agg(h.ticket_id)
  FROM held h
  WHERE h.state <> 'cancelled'
  GROUP BY h.guild_id, CASE WHEN h.kind <> 'single' THEN h.ticket_id END, h.selection_id,
    h.price_num, h.price_den, h.stake, h.rule_version, h.settings_version, h.state,
    h.settled_seq, h.returned;
END $$;
REVOKE ALL ON FUNCTION hold_page(uuid, bigint, uuid, bigint, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_page(uuid, bigint, uuid, bigint, uuid) TO dbsbm_fetcher;
