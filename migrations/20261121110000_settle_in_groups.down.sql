DROP FUNCTION hold_page(uuid, bigint, uuid, bigint, uuid);
DROP FUNCTION settle_tickets(bigint, uuid[], int[], bigint[], int[], text[], bigint[], numeric[],
  numeric[], text[], text[]);

-- Moves the heads of tickets that still stand where the caller saw them, and with each, in the
-- same transaction, its settlement, its transfers and its balances. The one way in which a
-- ticket is settled, cancelled or corrected. Locks tickets, then accounts, each in key order.
-- Returns the tickets that moved; one that has moved on meanwhile is left alone, and so is one
-- that was taken back, for good.
CREATE OR REPLACE FUNCTION move_ticket_heads(
  p_guilds bigint[], p_tickets uuid[], p_expected int[], p_cause text, p_states text[],
  p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_settings_digest text)
  RETURNS TABLE (guild_id bigint, ticket_id uuid, sequence int)
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM 1 FROM tickets t
  JOIN unnest(p_guilds, p_tickets) AS w(guild_id, ticket_id)
    ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
  ORDER BY t.guild_id, t.ticket_id FOR NO KEY UPDATE OF t;

  PERFORM 1 FROM accounts a
  JOIN (
    SELECT DISTINCT t.guild_id, t.member_id, t.season
    FROM unnest(p_guilds, p_tickets, p_expected) AS w(guild_id, ticket_id, expected)
    JOIN tickets t ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
      AND t.settled_seq = w.expected AND t.state <> 'cancelled'
  ) held ON a.guild_id = held.guild_id AND a.member_id = held.member_id
    AND a.season = held.season
  ORDER BY a.guild_id, a.member_id, a.kind, a.season FOR NO KEY UPDATE OF a;

  RETURN QUERY
  WITH wanted AS (
    SELECT * FROM unnest(p_guilds, p_tickets, p_expected, p_states, p_returned, p_nums, p_dens,
      p_versions)
      AS w(guild_id, ticket_id, expected, state, returned, num, den, versions)
  ),
  before AS (
    SELECT t.guild_id, t.ticket_id, t.member_id, t.season, t.stake, t.state AS old_state,
      t.returned AS old_returned, t.settled_seq, w.state, w.returned, w.num, w.den, w.versions
    FROM wanted w
    JOIN tickets t ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
    WHERE t.settled_seq = w.expected AND t.state <> 'cancelled'
  ),
  moved AS (
    UPDATE tickets t
    SET state = b.state, returned = b.returned, settled_seq = t.settled_seq + 1
    FROM before b
    WHERE t.guild_id = b.guild_id AND t.ticket_id = b.ticket_id
    RETURNING t.guild_id, t.ticket_id, t.settled_seq
  ),
  settled AS (
    INSERT INTO settlements (guild_id, ticket_id, sequence, cause, reverses, state, returned,
      multiplier_num, multiplier_den, result_versions, settings_digest)
    SELECT b.guild_id, b.ticket_id, b.settled_seq + 1, p_cause,
      CASE WHEN b.old_returned IS NOT NULL THEN b.settled_seq END, b.state, b.returned, b.num,
      b.den, b.versions::int[], p_settings_digest
    FROM before b
  ),
  lines AS (
    SELECT b.*, l.line, l.debit_kind, l.credit_kind, l.amount
    FROM before b
    CROSS JOIN LATERAL (VALUES
      -- Lines 0 and 1 undo what the settlement before moved: nothing where there is none, so
      -- that the smaller of two amounts must not be taken by least(), which passes over nulls.
      (0, 'cash', 'at_risk',
          CASE WHEN b.old_returned > b.stake THEN b.stake ELSE b.old_returned END),
      (1, CASE WHEN b.old_returned > b.stake THEN 'cash' ELSE 'house' END,
          CASE WHEN b.old_returned > b.stake THEN 'house' ELSE 'at_risk' END,
          abs(b.old_returned - b.stake)),
      -- Lines 2 and 3 move what the ticket has come to.
      (2, 'at_risk', 'cash',
          CASE WHEN b.returned > b.stake THEN b.stake ELSE b.returned END),
      (3, CASE WHEN b.returned > b.stake THEN 'house' ELSE 'at_risk' END,
          CASE WHEN b.returned > b.stake THEN 'cash' ELSE 'house' END,
          abs(b.returned - b.stake))
    ) AS l(line, debit_kind, credit_kind, amount)
    WHERE l.amount > 0
  ),
  paid AS (
    INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
      debit_kind, debit_member, credit_kind, credit_member, amount)
    SELECT l.guild_id, 'ticket', l.ticket_id, l.settled_seq + 1, l.line, l.season,
      l.debit_kind, CASE WHEN l.debit_kind <> 'house' THEN l.member_id END,
      l.credit_kind, CASE WHEN l.credit_kind <> 'house' THEN l.member_id END, l.amount
    FROM lines l
  ),
  changes AS (
    SELECT l.guild_id, l.member_id, l.season, side.kind, sum(side.change) AS change
    FROM lines l
    CROSS JOIN LATERAL
      (VALUES (l.debit_kind, -l.amount), (l.credit_kind, l.amount)) AS side(kind, change)
    WHERE side.kind <> 'house'
    GROUP BY l.guild_id, l.member_id, l.season, side.kind
  ),
  balanced AS (
    UPDATE accounts a SET balance = a.balance + c.change
    FROM changes c
    WHERE a.guild_id = c.guild_id AND a.member_id = c.member_id AND a.kind = c.kind
      AND a.season = c.season AND c.change <> 0
  ),
  stamped AS (
    UPDATE slips s SET stamp_due_at = app_now()
    FROM before b
    WHERE s.guild_id = b.guild_id AND s.ticket_id = b.ticket_id
  ),
  told AS (
    INSERT INTO notices (guild_id, kind, subject, sequence)
    SELECT b.guild_id, 'direct_message', b.ticket_id, b.settled_seq + 1
    FROM before b
    JOIN members m ON m.guild_id = b.guild_id AND m.member_id = b.member_id
    WHERE p_cause = 'result' AND m.notify = 'dm'
  )
  SELECT m.guild_id, m.ticket_id, m.settled_seq FROM moved m;
END $$;

-- Settles a page of tickets on results, for the fetcher that holds this epoch of the lease.
CREATE FUNCTION settle_tickets(
  p_epoch bigint, p_guilds bigint[], p_tickets uuid[], p_expected int[], p_states text[],
  p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_settings_digest text)
  RETURNS TABLE (guild_id bigint, ticket_id uuid, sequence int)
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM 1 FROM leases l WHERE l.name = 'fetcher' AND l.epoch = p_epoch FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'lease epoch % is over', p_epoch
      USING ERRCODE = 'P0001', CONSTRAINT = 'leases_epoch';
  END IF;
  RETURN QUERY SELECT * FROM move_ticket_heads(p_guilds, p_tickets, p_expected, 'result',
    p_states, p_returned, p_nums, p_dens, p_versions, p_settings_digest);
END $$;

REVOKE ALL ON FUNCTION settle_tickets(bigint, bigint[], uuid[], int[], text[], bigint[],
  numeric[], numeric[], text[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settle_tickets(bigint, bigint[], uuid[], int[], text[], bigint[],
  numeric[], numeric[], text[], text) TO dbsbm_fetcher;

DROP FUNCTION move_heads(text, uuid[], int[], bigint[], int[], text[], bigint[], numeric[],
  numeric[], text[], text[]);

ALTER TABLE accounts RESET (fillfactor);
ALTER TABLE tickets RESET (fillfactor);
DROP INDEX tickets_by_time;
CREATE INDEX tickets_settled_by_time ON tickets (guild_id, placed_at)
  WHERE returned IS NOT NULL;
CREATE INDEX tickets_open ON tickets (guild_id, ticket_id) WHERE state = 'open';
