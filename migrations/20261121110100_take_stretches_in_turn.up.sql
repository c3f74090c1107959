-- The version of its result on which settling a game's tickets has begun.
ALTER TABLE games ADD COLUMN settling_version int NOT NULL DEFAULT 0;
-- What was settled before this migration is not begun again.
UPDATE games SET settling_version = settled_version WHERE settled_version > 0;

-- A server's tickets on a game that are still to be settled on this version of its result. Whoever
-- takes the row settles a page of them, and moves it on in the same transaction: several workers
-- pass over each other's servers, and whoever comes after a crash goes on behind the last page.
CREATE TABLE settling (
  guild_id bigint NOT NULL,
  game_id uuid NOT NULL CONSTRAINT settling_game_fkey REFERENCES games,
  version int NOT NULL CONSTRAINT settling_version_check CHECK (version > 0),
  -- Its tickets up to and with this one are settled.
  after_ticket uuid NOT NULL,
  CONSTRAINT settling_pkey PRIMARY KEY (guild_id, game_id)
);
CREATE INDEX settling_by_game ON settling (game_id, guild_id);
ALTER TABLE settling ENABLE ROW LEVEL SECURITY;
CREATE POLICY settling_fetcher ON settling TO dbsbm_fetcher USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON settling TO dbsbm_fetcher;

-- Begins to settle the tickets on a game: a row for each server that has any. Once for each version
-- of its result, for the first one that asks. Jumps from server to server in one index, however
-- many tickets there are.
CREATE FUNCTION begin_settling(p_game uuid, p_version int) RETURNS void
  LANGUAGE plpgsql VOLATILE
  SET jit = off
AS $$
BEGIN
  UPDATE games g SET settling_version = p_version
  WHERE g.game_id = p_game AND g.settling_version < p_version;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- Whoever was placing on this game has committed: the row of the game was theirs until then.
  INSERT INTO settling (guild_id, game_id, version, after_ticket)
  WITH RECURSIVE servers AS (
    (SELECT l.guild_id FROM legs l WHERE l.game_id = p_game ORDER BY l.guild_id LIMIT 1)
    UNION ALL
    SELECT (
      SELECT l.guild_id FROM legs l WHERE l.game_id = p_game AND l.guild_id > s.guild_id
      ORDER BY l.guild_id LIMIT 1)
    FROM servers s WHERE s.guild_id IS NOT NULL
  )
  SELECT s.guild_id, p_game, p_version, '00000000-0000-0000-0000-000000000000'
  FROM servers s WHERE s.guild_id IS NOT NULL
  ORDER BY s.guild_id
  ON CONFLICT ON CONSTRAINT settling_pkey DO UPDATE
  SET version = excluded.version, after_ticket = excluded.after_ticket;
END $$;

-- Takes as many servers of a game as have this many tickets together, or this many tickets of the
-- first one, and moves their rows on: to be settled in this transaction. A server that another
-- worker has in hand is passed over. Returns the stretches: tickets after one key, up to and with
-- another, and whether the server ends with it.
CREATE FUNCTION take_stretches(p_game uuid, p_version int, p_tickets int)
  RETURNS TABLE (guild_id bigint, after_ticket uuid, last_ticket uuid, is_end boolean)
  LANGUAGE plpgsql VOLATILE
  SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  v_room int := p_tickets;
  v_found uuid[];
BEGIN
  guild_id := 0;
  WHILE v_room > 0 LOOP
    SELECT s.guild_id, s.after_ticket INTO guild_id, after_ticket
    FROM settling s
    WHERE s.game_id = p_game AND s.guild_id > take_stretches.guild_id AND s.version = p_version
    ORDER BY s.guild_id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    EXIT WHEN NOT FOUND;
    -- One more than there is room for, to see whether the server goes on.
    v_found := ARRAY(
      SELECT l.ticket_id FROM legs l
      WHERE l.game_id = p_game AND l.guild_id = take_stretches.guild_id
        AND l.ticket_id > take_stretches.after_ticket
      ORDER BY l.ticket_id LIMIT v_room + 1);
    is_end := cardinality(v_found) <= v_room;
    IF is_end THEN
      last_ticket := coalesce(v_found[cardinality(v_found)], after_ticket);
      DELETE FROM settling s WHERE s.guild_id = take_stretches.guild_id AND s.game_id = p_game;
    ELSE
      last_ticket := v_found[v_room];
      UPDATE settling s SET after_ticket = take_stretches.last_ticket
      WHERE s.guild_id = take_stretches.guild_id AND s.game_id = p_game;
    END IF;
    v_room := v_room - cardinality(v_found);
    RETURN NEXT;
  END LOOP;
END $$;

-- Locks the tickets with a leg on this game that these stretches hold, in key order, to the end of
-- the transaction, and gives them in groups that any result settles alike: singles on one selection
-- at one price, with one stake, under the same rules, that stand where the others do. Every other
-- ticket is a group of its own. Those that were taken back are left out, for good.
DROP FUNCTION hold_page(uuid, bigint, uuid, bigint, uuid);
CREATE FUNCTION hold_page(p_game uuid, p_guilds bigint[], p_afters uuid[], p_lasts uuid[])
  RETURNS TABLE (guild_id bigint, tickets uuid[])
  LANGUAGE plpgsql VOLATILE
  -- As in move_heads.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
  SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
BEGIN
  RETURN QUERY
  WITH held AS MATERIALIZED (
    SELECT t.guild_id, t.ticket_id, l.selection_id, l.price_num, l.price_den, t.kind, t.stake,
      t.rule_version, t.settings_version, t.state, t.settled_seq, t.returned
    FROM unnest(p_guilds, p_afters, p_lasts) AS w(guild_id, after_ticket, last_ticket)
    JOIN legs l ON l.game_id = p_game AND l.guild_id = w.guild_id
      AND l.ticket_id > w.after_ticket AND l.ticket_id <= w.last_ticket
    JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
    ORDER BY l.guild_id, l.ticket_id FOR NO KEY UPDATE OF t
  )
  SELECT h.guild_id, array_agg(h.ticket_id)
  FROM held h
  WHERE h.state <> 'cancelled'
  GROUP BY h.guild_id, CASE WHEN h.kind <> 'single' THEN h.ticket_id END, h.selection_id,
    h.price_num, h.price_den, h.stake, h.rule_version, h.settings_version, h.state,
    h.settled_seq, h.returned;
END $$;

-- Plans that are held to index look-ups are priced as if they were dear, and compiling them takes
-- a hundred times as long as a page of tickets.
ALTER FUNCTION move_heads(text, uuid[], int[], bigint[], int[], text[], bigint[], numeric[],
  numeric[], text[], text[]) SET jit = off;

REVOKE ALL ON FUNCTION
  begin_settling(uuid, int),
  take_stretches(uuid, int, int),
  hold_page(uuid, bigint[], uuid[], uuid[])
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  begin_settling(uuid, int),
  take_stretches(uuid, int, int),
  hold_page(uuid, bigint[], uuid[], uuid[])
  TO dbsbm_fetcher;
