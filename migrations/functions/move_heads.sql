-- Moves the heads of tickets that still stand where the caller saw them, and with each, in the
-- same transaction, its settlement, its transfers and its balances. The one way in which a ticket
-- is settled, cancelled or corrected.
--
-- Tickets come in groups that come to the same: p_groups gives each its place in the arrays that
-- follow. A group is of one server, and its tickets have had as many settlements. A ticket that has
-- moved on meanwhile is left alone, and so is one that was cancelled or cashed out, for good.
-- Returns the tickets that moved. Runs with the rights of the function that calls it, and settles
-- what of the stake has not been cashed out.
--
-- Locks tickets, then accounts, then versions of the cache, each in key order. Plans are held to index look-ups from the
-- sorted list of tickets: that is the order of the locks, and a page costs the same in a large
-- table as in a small one.
CREATE FUNCTION code.move_heads(
  p_cause text, p_tickets uuid[], p_groups int[], p_guilds bigint[], p_expected int[],
  p_states text[], p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_digests text[])
  RETURNS TABLE (guild_id bigint, ticket_id uuid, sequence int)
  LANGUAGE plpgsql VOLATILE
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
  SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
DECLARE
  -- Once for all rows: a default asks for each.
  v_now timestamptz := app_now();
  v_moved_guilds bigint[];
  v_moved_tickets uuid[];
  v_moved_sequences int[];
  v_guilds bigint[];
  v_members uuid[];
  v_kinds text[];
  v_seasons int[];
  v_changes bigint[];
BEGIN
  IF EXISTS (
    SELECT 1 FROM unnest(p_tickets, p_groups) AS t(ticket_id, nth)
    GROUP BY p_guilds[t.nth], t.ticket_id HAVING count(*) > 1) THEN
    RAISE EXCEPTION 'a ticket that is to come to two things at once'
      USING ERRCODE = 'cardinality_violation';
  END IF;

  WITH wanted AS MATERIALIZED (
    SELECT p_guilds[t.nth] AS guild_id, t.ticket_id, p_expected[t.nth] AS expected,
      p_states[t.nth] AS state, p_returned[t.nth] AS returned, p_nums[t.nth] AS num,
      p_dens[t.nth] AS den, p_versions[t.nth]::int[] AS versions, p_digests[t.nth] AS digest
    FROM unnest(p_tickets, p_groups) AS t(ticket_id, nth)
    ORDER BY 1, 2
  ),
  moved AS (
    UPDATE tickets t
    SET state = w.state, returned = w.returned, settled_seq = t.settled_seq + 1
    FROM wanted w
    WHERE t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
      AND t.settled_seq = w.expected AND t.state NOT IN ('cancelled', 'cashed_out')
    RETURNING t.guild_id, t.ticket_id, t.member_id, t.season, t.open_stake AS stake, t.settled_seq, t.state,
      t.returned, w.num, w.den, w.versions, w.digest,
      -- What the settlement before had returned: a settlement never changes.
      CASE WHEN w.expected > 0 THEN (
        SELECT s.returned FROM settlements s
        WHERE s.guild_id = w.guild_id AND s.ticket_id = w.ticket_id AND s.sequence = w.expected)
      END AS old_returned
  ),
  settled AS (
    INSERT INTO settlements (guild_id, ticket_id, sequence, cause, reverses, state, returned,
      multiplier_num, multiplier_den, result_versions, settings_digest, settled_at)
    SELECT m.guild_id, m.ticket_id, m.settled_seq, p_cause,
      CASE WHEN m.old_returned IS NOT NULL THEN m.settled_seq - 1 END, m.state, m.returned, m.num,
      m.den, m.versions, m.digest, v_now
    FROM moved m
  ),
  -- A return comes out of what is at risk up to the stake; what is above it the house adds, what
  -- is below it the house keeps. Lines 0 and 1 undo what the settlement before moved, lines 2
  -- and 3 move what the ticket has come to.
  lines AS (
    SELECT m.guild_id, m.ticket_id, m.member_id, m.season, m.settled_seq, l.line, l.debit_kind,
      l.credit_kind, l.amount
    FROM moved m
    CROSS JOIN LATERAL (
      SELECT 0 AS line, 'cash' AS debit_kind, 'at_risk' AS credit_kind,
        least(m.old_returned, m.stake) AS amount
      WHERE m.old_returned > 0
      UNION ALL
      SELECT 1, CASE WHEN m.old_returned > m.stake THEN 'cash' ELSE 'house' END,
        CASE WHEN m.old_returned > m.stake THEN 'house' ELSE 'at_risk' END,
        abs(m.old_returned - m.stake)
      WHERE m.old_returned <> m.stake
      UNION ALL
      SELECT 2, 'at_risk', 'cash', least(m.returned, m.stake)
      WHERE m.returned > 0
      UNION ALL
      SELECT 3, CASE WHEN m.returned > m.stake THEN 'house' ELSE 'at_risk' END,
        CASE WHEN m.returned > m.stake THEN 'cash' ELSE 'house' END, abs(m.returned - m.stake)
      WHERE m.returned <> m.stake
    ) l
  ),
  paid AS (
    INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
      debit_kind, debit_member, credit_kind, credit_member, amount, recorded_at)
    SELECT l.guild_id, 'ticket', l.ticket_id, l.settled_seq, l.line, l.season,
      l.debit_kind, CASE WHEN l.debit_kind <> 'house' THEN l.member_id END,
      l.credit_kind, CASE WHEN l.credit_kind <> 'house' THEN l.member_id END, l.amount, v_now
    FROM lines l
  ),
  changes AS (
    SELECT l.guild_id, l.member_id, l.season, side.kind, sum(side.change)::bigint AS change
    FROM lines l
    CROSS JOIN LATERAL (
      SELECT l.debit_kind AS kind, -l.amount AS change WHERE l.debit_kind <> 'house'
      UNION ALL
      SELECT l.credit_kind, l.amount WHERE l.credit_kind <> 'house') side
    GROUP BY l.guild_id, l.member_id, l.season, side.kind
    HAVING sum(side.change) <> 0
  ),
  stamped AS (
    INSERT INTO stamps (guild_id, ticket_id, due_at)
    SELECT s.guild_id, s.ticket_id, v_now
    FROM moved m JOIN slips s ON s.guild_id = m.guild_id AND s.ticket_id = m.ticket_id
    ON CONFLICT ON CONSTRAINT stamps_pkey DO UPDATE SET due_at = excluded.due_at
  ),
  told AS (
    SELECT m.guild_id, m.ticket_id, m.settled_seq, m.member_id
    FROM moved m
    WHERE p_cause = 'result' AND EXISTS (
      SELECT 1 FROM members who
      WHERE who.guild_id = m.guild_id AND who.member_id = m.member_id AND who.notify = 'dm')
  ),
  noticed AS (
    INSERT INTO notices (guild_id, kind, subject, sequence)
    SELECT w.guild_id, 'direct_message', w.ticket_id, w.settled_seq FROM told w
  ),
  due AS (
    INSERT INTO deliveries (guild_id, kind, subject, sequence, turn_member_id)
    SELECT w.guild_id, 'direct_message', w.ticket_id, w.settled_seq, w.member_id FROM told w
  ),
  keys AS (
    SELECT array_agg(m.guild_id) AS guilds, array_agg(m.ticket_id) AS tickets,
      array_agg(m.settled_seq) AS sequences
    FROM moved m
  ),
  sums AS (
    SELECT array_agg(c.guild_id) AS guilds, array_agg(c.member_id) AS members,
      array_agg(c.kind) AS kinds, array_agg(c.season) AS seasons, array_agg(c.change) AS changes
    FROM changes c
  )
  SELECT k.guilds, k.tickets, k.sequences, s.guilds, s.members, s.kinds, s.seasons, s.changes
  INTO v_moved_guilds, v_moved_tickets, v_moved_sequences, v_guilds, v_members, v_kinds,
    v_seasons, v_changes
  FROM keys k CROSS JOIN sums s;

  PERFORM 1 FROM accounts a
  JOIN unnest(v_guilds, v_members, v_kinds, v_seasons) AS w(guild_id, member_id, kind, season)
    ON a.guild_id = w.guild_id AND a.member_id = w.member_id AND a.kind = w.kind
    AND a.season = w.season
  ORDER BY a.guild_id, a.member_id, a.kind, a.season FOR NO KEY UPDATE OF a;
  UPDATE accounts a SET balance = a.balance + w.change
  FROM unnest(v_guilds, v_members, v_kinds, v_seasons, v_changes)
    AS w(guild_id, member_id, kind, season, change)
  WHERE a.guild_id = w.guild_id AND a.member_id = w.member_id AND a.kind = w.kind
    AND a.season = w.season;

  -- Leaderboards and records count tickets that were graded.
  IF p_cause <> 'cancel' THEN
    PERFORM code.move_cache(v_moved_guilds, 'db_query');
  END IF;

  RETURN QUERY SELECT * FROM unnest(v_moved_guilds, v_moved_tickets, v_moved_sequences);
END $$;
