-- Claims tickets of a game that are still to be settled on this version of its result, for this
-- transaction: of as many servers as have this many tickets together, but not of more than that many
-- servers, or this many tickets of the first one, after that server in key order. How far a server is settled moves on with them, so that
-- whoever comes after a crash goes on behind the last range. A server that somebody else holds,
-- because they settle it or are placing a bet, is passed over. Returns the ranges: tickets after
-- one key, up to and with another, and whether the server ends with it.
CREATE FUNCTION code.claim_ranges(
  p_epoch bigint, p_game uuid, p_version int, p_after_guild bigint, p_servers int, p_tickets int)
  RETURNS TABLE (guild_id bigint, after_ticket uuid, last_ticket uuid, is_end boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER
  SET search_path = public, pg_temp
  SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  v_servers int := p_servers;
  v_room int := p_tickets;
  v_found uuid[];
BEGIN
  PERFORM code.check_lease(p_epoch);
  guild_id := p_after_guild;
  WHILE v_servers > 0 AND v_room > 0 LOOP
    -- A part that was settled on an older version begins anew.
    SELECT gg.guild_id, CASE WHEN gg.version = p_version THEN gg.after_ticket
      ELSE '00000000-0000-0000-0000-000000000000' END
    INTO guild_id, after_ticket
    FROM guild_games gg
    WHERE gg.game_id = p_game AND gg.guild_id > claim_ranges.guild_id
      AND (gg.version < p_version OR (gg.version = p_version AND NOT gg.done))
    ORDER BY gg.guild_id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    EXIT WHEN NOT FOUND;
    -- One more than there is room for, to see whether the server goes on.
    v_found := ARRAY(
      SELECT l.ticket_id FROM legs l
      WHERE l.game_id = p_game AND l.guild_id = claim_ranges.guild_id
        AND l.ticket_id > claim_ranges.after_ticket
      ORDER BY l.ticket_id LIMIT v_room + 1);
    is_end := cardinality(v_found) <= v_room;
    last_ticket := coalesce(v_found[least(cardinality(v_found), v_room)], after_ticket);
    UPDATE guild_games gg
    SET version = p_version, after_ticket = claim_ranges.last_ticket, done = claim_ranges.is_end
    WHERE gg.guild_id = claim_ranges.guild_id AND gg.game_id = p_game;
    v_servers := v_servers - 1;
    v_room := v_room - cardinality(v_found);
    RETURN NEXT;
  END LOOP;
END $$;
