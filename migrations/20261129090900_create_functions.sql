-- What a new member starts with: 100 units.
CREATE FUNCTION starting_units() RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$ SELECT 100000000::bigint $$;

-- Who has less than this in cash and at risk together is topped up to it on Monday, 00:00 UTC.
CREATE FUNCTION relief_units() RETURNS bigint
  LANGUAGE sql IMMUTABLE AS $$ SELECT 10000000::bigint $$;

-- Weeks since Monday, 5 January 1970: the sequence under which relief is given, once a week.
CREATE FUNCTION week_number(p_at timestamptz) RETURNS int
  LANGUAGE sql IMMUTABLE
  AS $$ SELECT floor((extract(epoch FROM p_at) - 345600) / 604800)::int $$;

-- Acts for a server until the transaction ends: row-level security shows no other. Refuses to
-- change sides where the transaction acts for another one already.
CREATE FUNCTION act_for(p_guild bigint) RETURNS void
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  IF app_guild() <> p_guild THEN
    RAISE EXCEPTION 'acting for server %, not for %', app_guild(), p_guild
      USING ERRCODE = 'P0001', CONSTRAINT = 'acting_guild';
  END IF;
  PERFORM set_config('dbsbm.guild', p_guild::text, true);
END $$;

-- The member behind a Discord account, made on first sight with accounts and starting units.
-- Gives weekly relief where it is due. `p_member` is the id to use if it is new.
CREATE FUNCTION ensure_member(
  p_guild bigint, p_user bigint, p_name text, p_member uuid, p_season int)
  RETURNS TABLE (member_id uuid, notify text, odds_format text, cash bigint, at_risk bigint,
    is_new boolean, relieved bigint)
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_member members%ROWTYPE;
  v_new boolean := false;
  v_cash bigint;
  v_at_risk bigint;
  v_relief bigint := 0;
  v_week int := week_number(app_now());
BEGIN
  PERFORM act_for(p_guild);
  SELECT * INTO v_member FROM members m
  WHERE m.guild_id = p_guild AND m.discord_user_id = p_user;
  IF NOT FOUND THEN
    INSERT INTO members (guild_id, member_id, discord_user_id, name)
    VALUES (p_guild, p_member, p_user, p_name)
    ON CONFLICT ON CONSTRAINT members_discord_user_key DO NOTHING
    RETURNING * INTO v_member;
    v_new := FOUND;
    IF NOT v_new THEN
      -- Somebody else made it at the same moment.
      SELECT * INTO v_member FROM members m
      WHERE m.guild_id = p_guild AND m.discord_user_id = p_user;
    END IF;
  ELSIF v_member.name IS DISTINCT FROM p_name THEN
    UPDATE members m SET name = p_name
    WHERE m.guild_id = p_guild AND m.member_id = v_member.member_id;
  END IF;

  SELECT sum(a.balance) FILTER (WHERE a.kind = 'cash'),
         sum(a.balance) FILTER (WHERE a.kind = 'at_risk')
  INTO v_cash, v_at_risk
  FROM accounts a
  WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season;

  IF v_cash IS NULL THEN
    -- The first time in this season.
    INSERT INTO accounts (guild_id, member_id, kind, season, balance)
    VALUES (p_guild, v_member.member_id, 'at_risk', p_season, 0),
           (p_guild, v_member.member_id, 'cash', p_season, starting_units())
    ON CONFLICT ON CONSTRAINT accounts_pkey DO NOTHING;
    IF FOUND THEN
      INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
        debit_kind, debit_member, credit_kind, credit_member, amount)
      VALUES (p_guild, 'grant', v_member.member_id, p_season, 0, p_season,
        'issuance', NULL, 'cash', v_member.member_id, starting_units());
    END IF;
    SELECT sum(a.balance) FILTER (WHERE a.kind = 'cash'),
           sum(a.balance) FILTER (WHERE a.kind = 'at_risk')
    INTO v_cash, v_at_risk
    FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season;
  END IF;

  IF v_cash + v_at_risk < relief_units() AND week_number(v_member.joined_at) < v_week THEN
    PERFORM 1 FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE;
    SELECT sum(a.balance) FILTER (WHERE a.kind = 'cash'),
           sum(a.balance) FILTER (WHERE a.kind = 'at_risk')
    INTO v_cash, v_at_risk
    FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id AND a.season = p_season;
    v_relief := relief_units() - v_cash - v_at_risk;
    IF v_relief > 0 THEN
      INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
        debit_kind, debit_member, credit_kind, credit_member, amount)
      VALUES (p_guild, 'relief', v_member.member_id, v_week, 0, p_season,
        'issuance', NULL, 'cash', v_member.member_id, v_relief)
      ON CONFLICT ON CONSTRAINT transfers_pkey DO NOTHING;
      IF FOUND THEN
        UPDATE accounts a SET balance = a.balance + v_relief
        WHERE a.guild_id = p_guild AND a.member_id = v_member.member_id
          AND a.kind = 'cash' AND a.season = p_season
        RETURNING a.balance INTO v_cash;
      ELSE
        v_relief := 0;
      END IF;
    ELSE
      v_relief := 0;
    END IF;
  END IF;

  RETURN QUERY SELECT v_member.member_id, v_member.notify, v_member.odds_format,
    v_cash, v_at_risk, v_new, v_relief;
END $$;

-- Keeps the games of these selections as they are until the transaction ends. A bet that is
-- under way and a feed that calls its game off wait for each other: no ticket is left open on a
-- game whose tickets have been settled. Runs as the owner, since to hold a row takes the right
-- to change it.
CREATE FUNCTION hold_games(p_selections uuid[]) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM games g
  WHERE g.game_id IN (
    SELECT m.game_id FROM unnest(p_selections) AS w(selection_id)
    JOIN selections s ON s.selection_id = w.selection_id
    JOIN markets m ON m.market_id = s.market_id)
  ORDER BY g.game_id FOR SHARE OF g;
END $$;

-- A game of which a result stands is not open, whatever its feed says of it later: the result that
-- a bet on it would wait for may never be another one. Else the function is as it was.
CREATE FUNCTION place_ticket(
  p_guild bigint, p_member uuid, p_interaction bigint, p_ticket uuid, p_codes text[],
  p_stake bigint, p_selections uuid[], p_bookmakers uuid[], p_nums bigint[], p_dens bigint[],
  p_rule_version int, p_season int, p_channel bigint, p_post_slip boolean)
  RETURNS TABLE (outcome text, ticket_id uuid, code text, placed_at timestamptz,
    possible_return bigint, cash bigint, detail jsonb)
  -- Its plans do not depend on the numbers: to plan anew for every bet took as long as the bet.
  LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  v_now timestamptz;
  v_cash bigint;
  v_version int;
  v_min bigint;
  v_max bigint;
  v_count int := cardinality(p_selections);
  v_known int;
  v_games int;
  v_first_start timestamptz;
  v_closed boolean;
  v_gone boolean;
  v_moved jsonb;
  v_formats text[];
  v_numbers text[];
  v_num numeric := 1;
  v_den numeric := 1;
  v_return numeric;
BEGIN
  IF v_count IS DISTINCT FROM cardinality(p_bookmakers)
    OR v_count IS DISTINCT FROM cardinality(p_nums)
    OR v_count IS DISTINCT FROM cardinality(p_dens) THEN
    RAISE EXCEPTION 'a bet of % selections, % bookmakers and %/% prices', v_count,
      cardinality(p_bookmakers), cardinality(p_nums), cardinality(p_dens)
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM act_for(p_guild);

  -- Both rows in key order, as settling locks them.
  SELECT max(held.balance) FILTER (WHERE held.kind = 'cash') INTO v_cash
  FROM (
    SELECT a.kind, a.balance FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE
  ) held;
  detail := '{}';
  IF v_cash IS NULL THEN
    outcome := 'not_a_member';
    RETURN NEXT;
    RETURN;
  END IF;

  -- A repeated interaction finds the ticket that it placed.
  SELECT t.ticket_id, t.code, t.placed_at, t.possible_return
  INTO ticket_id, code, placed_at, possible_return
  FROM tickets t WHERE t.guild_id = p_guild AND t.interaction_id = p_interaction;
  cash := v_cash;
  IF FOUND THEN
    outcome := 'already_placed';
    RETURN NEXT;
    RETURN;
  END IF;

  PERFORM hold_games(p_selections);
  -- Locks may have been waited for: the moment that counts is now.
  v_now := app_now();
  SELECT s.version, s.stake_min, s.stake_max INTO v_version, v_min, v_max
  FROM guild_settings s WHERE s.guild_id = p_guild ORDER BY s.version DESC LIMIT 1;
  v_version := coalesce(v_version, 0);
  v_min := coalesce(v_min, 500000);
  v_max := coalesce(v_max, 5000000);

  SELECT count(*), count(DISTINCT coalesce(g.merged_into, g.game_id)), min(g.starts_at),
    bool_or(g.status <> 'scheduled' OR g.result_version > 0),
    bool_or(q.selection_id IS NULL OR q.taken_down_at IS NOT NULL),
    jsonb_agg(jsonb_build_object('selection', w.selection_id, 'num', q.price_num,
        'den', q.price_den, 'format', q.price_format, 'number', q.price_number) ORDER BY w.ord)
      FILTER (WHERE (q.price_num, q.price_den) IS DISTINCT FROM (w.num, w.den)),
    array_agg(q.price_format ORDER BY w.ord), array_agg(q.price_number ORDER BY w.ord)
  INTO v_known, v_games, v_first_start, v_closed, v_gone, v_moved, v_formats, v_numbers
  FROM unnest(p_selections, p_bookmakers, p_nums, p_dens)
    WITH ORDINALITY AS w(selection_id, bookmaker_id, num, den, ord)
  JOIN selections s ON s.selection_id = w.selection_id
  JOIN markets m ON m.market_id = s.market_id
  JOIN games g ON g.game_id = m.game_id
  LEFT JOIN quotes q ON q.selection_id = w.selection_id AND q.bookmaker_id = w.bookmaker_id;

  IF v_count = 0 OR v_count > 25 THEN
    outcome := 'too_many_legs';
  ELSIF v_known < v_count THEN
    outcome := 'unknown_selection';
  ELSIF v_games < v_count THEN
    outcome := 'same_game';
  ELSIF v_first_start <= v_now THEN
    outcome := 'game_started';
    detail := jsonb_build_object('started_at', extract(epoch FROM v_first_start)::bigint);
  ELSIF v_closed THEN
    outcome := 'game_not_open';
  ELSIF v_gone THEN
    outcome := 'taken_down';
  ELSIF v_moved IS NOT NULL THEN
    outcome := 'price_moved';
    detail := v_moved;
  ELSIF p_stake < v_min THEN
    outcome := 'stake_too_small';
    detail := jsonb_build_object('min', v_min, 'max', v_max);
  ELSIF p_stake > v_max THEN
    outcome := 'stake_too_large';
    detail := jsonb_build_object('min', v_min, 'max', v_max);
  ELSIF p_stake > v_cash THEN
    outcome := 'balance_too_small';
    detail := jsonb_build_object('cash', v_cash);
  ELSE
    -- Exact at any size: the one rounding is the last step.
    FOR leg IN 1..v_count LOOP
      v_num := v_num * p_nums[leg];
      v_den := v_den * p_dens[leg];
    END LOOP;
    v_return := div(p_stake * v_num, v_den);
    IF v_return > 1000000000000000 THEN
      outcome := 'return_too_large';
    END IF;
  END IF;
  IF outcome IS NOT NULL THEN
    RETURN NEXT;
    RETURN;
  END IF;

  SELECT c INTO code FROM unnest(p_codes) WITH ORDINALITY AS codes(c, ord)
  WHERE NOT EXISTS (SELECT 1 FROM tickets t WHERE t.guild_id = p_guild AND t.code = c)
  ORDER BY ord LIMIT 1;
  IF code IS NULL THEN
    -- As when another member takes it at the same moment: ask again with other codes.
    RAISE EXCEPTION 'every code is taken'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'tickets_code_key';
  END IF;

  WITH ticket AS (
    INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
      possible_return, placed_at, rule_version, settings_version, season, channel_id)
    VALUES (p_guild, p_ticket, code, p_member, p_interaction,
      CASE v_count WHEN 1 THEN 'single' ELSE 'parlay' END, p_stake, v_return::bigint, v_now,
      p_rule_version, v_version, p_season, p_channel)
  ), legs_of_it AS (
    INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period,
      side, line, price_num, price_den, price_format, price_number, bookmaker_id)
    SELECT p_guild, p_ticket, w.ord, m.game_id, w.selection_id, m.market_id, m.kind, m.period,
      s.side, CASE s.side WHEN 'away' THEN -m.line ELSE m.line END, w.num, w.den, w.format,
      w.number, w.bookmaker_id
    -- Not the quotes again: they may have moved since they were looked at.
    FROM unnest(p_selections, p_bookmakers, p_nums, p_dens, v_formats, v_numbers)
      WITH ORDINALITY AS w(selection_id, bookmaker_id, num, den, format, number, ord)
    JOIN selections s ON s.selection_id = w.selection_id
    JOIN markets m ON m.market_id = s.market_id
  ), at_risk AS (
    INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
      debit_kind, debit_member, credit_kind, credit_member, amount)
    VALUES (p_guild, 'ticket', p_ticket, 0, 0, p_season, 'cash', p_member, 'at_risk', p_member,
      p_stake)
  ), told AS (
    INSERT INTO notices (guild_id, kind, subject, sequence)
    SELECT p_guild, 'ticket_placed', p_ticket, 0 WHERE p_post_slip
  )
  UPDATE accounts a
  SET balance = a.balance + CASE a.kind WHEN 'cash' THEN -p_stake ELSE p_stake END
  WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season;

  outcome := 'placed';
  ticket_id := p_ticket;
  placed_at := v_now;
  possible_return := v_return;
  cash := v_cash - p_stake;
  RETURN NEXT;
END $$;

-- Moves the heads of tickets that still stand where the caller saw them, and with each, in the
-- same transaction, its settlement, its transfers and its balances. The one way in which a ticket
-- is settled, cancelled or corrected.
--
-- Tickets come in groups that come to the same: p_groups gives each its place in the arrays that
-- follow. A group is of one server, and its tickets have had as many settlements. A ticket that has
-- moved on meanwhile is left alone, and so is one that was taken back, for good. Returns the tickets
-- that moved.
--
-- Locks tickets, then accounts, each in key order. Plans are held to index look-ups from the
-- sorted list of tickets: that is the order of the locks, and a page costs the same in a large
-- table as in a small one.
CREATE FUNCTION move_heads(
  p_cause text, p_tickets uuid[], p_groups int[], p_guilds bigint[], p_expected int[],
  p_states text[], p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_digests text[])
  RETURNS TABLE (guild_id bigint, ticket_id uuid, sequence int)
  LANGUAGE plpgsql VOLATILE
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
  SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
DECLARE
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
      AND t.settled_seq = w.expected AND t.state <> 'cancelled'
    RETURNING t.guild_id, t.ticket_id, t.member_id, t.season, t.stake, t.settled_seq, t.state,
      t.returned, w.num, w.den, w.versions, w.digest,
      -- What the settlement before had returned: a settlement never changes.
      CASE WHEN w.expected > 0 THEN (
        SELECT s.returned FROM settlements s
        WHERE s.guild_id = w.guild_id AND s.ticket_id = w.ticket_id AND s.sequence = w.expected)
      END AS old_returned
  ),
  settled AS (
    INSERT INTO settlements (guild_id, ticket_id, sequence, cause, reverses, state, returned,
      multiplier_num, multiplier_den, result_versions, settings_digest)
    SELECT m.guild_id, m.ticket_id, m.settled_seq, p_cause,
      CASE WHEN m.old_returned IS NOT NULL THEN m.settled_seq - 1 END, m.state, m.returned, m.num,
      m.den, m.versions, m.digest
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
      debit_kind, debit_member, credit_kind, credit_member, amount)
    SELECT l.guild_id, 'ticket', l.ticket_id, l.settled_seq, l.line, l.season,
      l.debit_kind, CASE WHEN l.debit_kind <> 'house' THEN l.member_id END,
      l.credit_kind, CASE WHEN l.credit_kind <> 'house' THEN l.member_id END, l.amount
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
    UPDATE slips s SET stamp_due_at = app_now()
    FROM moved m
    WHERE s.guild_id = m.guild_id AND s.ticket_id = m.ticket_id
  ),
  told AS (
    INSERT INTO notices (guild_id, kind, subject, sequence)
    SELECT m.guild_id, 'direct_message', m.ticket_id, m.settled_seq
    FROM moved m
    WHERE p_cause = 'result' AND EXISTS (
      SELECT 1 FROM members who
      WHERE who.guild_id = m.guild_id AND who.member_id = m.member_id AND who.notify = 'dm')
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

  RETURN QUERY SELECT * FROM unnest(v_moved_guilds, v_moved_tickets, v_moved_sequences);
END $$;

-- The same, each ticket a group of its own.
CREATE FUNCTION move_ticket_heads(
  p_guilds bigint[], p_tickets uuid[], p_expected int[], p_cause text, p_states text[],
  p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_settings_digest text)
  RETURNS TABLE (guild_id bigint, ticket_id uuid, sequence int)
  LANGUAGE sql VOLATILE
AS $$
  SELECT * FROM move_heads(p_cause, p_tickets,
    ARRAY(SELECT nth FROM generate_series(1, cardinality(p_tickets)) nth), p_guilds, p_expected,
    p_states, p_returned, p_nums, p_dens, p_versions,
    array_fill(p_settings_digest, ARRAY[cardinality(p_tickets)]))
$$;

CREATE FUNCTION settle_tickets(
  p_epoch bigint, p_tickets uuid[], p_groups int[], p_guilds bigint[], p_expected int[],
  p_states text[], p_returned bigint[], p_nums numeric[], p_dens numeric[], p_versions text[],
  p_digests text[])
  RETURNS bigint
  LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM 1 FROM leases l WHERE l.name = 'fetcher' AND l.epoch = p_epoch FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'lease epoch % is over', p_epoch
      USING ERRCODE = 'P0001', CONSTRAINT = 'leases_epoch';
  END IF;
  RETURN (SELECT count(*) FROM move_heads('result', p_tickets, p_groups, p_guilds, p_expected,
    p_states, p_returned, p_nums, p_dens, p_versions, p_digests));
END $$;

-- Takes a ticket back while its window is open, no game has begun and no price has moved.
CREATE FUNCTION cancel_ticket(
  p_guild bigint, p_member uuid, p_ticket uuid, p_window interval, p_settings_digest text)
  RETURNS text
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_ticket tickets%ROWTYPE;
  v_now timestamptz;
  v_started boolean;
  v_moved boolean;
  v_legs int;
BEGIN
  PERFORM act_for(p_guild);
  SELECT * INTO v_ticket FROM tickets t
  WHERE t.guild_id = p_guild AND t.ticket_id = p_ticket AND t.member_id = p_member
  FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN 'not_yours';
  END IF;
  v_now := app_now();
  SELECT bool_or(g.starts_at <= v_now OR g.status <> 'scheduled'),
    bool_or(q.selection_id IS NULL OR q.taken_down_at IS NOT NULL
      OR q.price_num <> l.price_num OR q.price_den <> l.price_den),
    count(*)
  INTO v_started, v_moved, v_legs
  FROM legs l
  JOIN games g ON g.game_id = l.game_id
  LEFT JOIN quotes q ON q.selection_id = l.selection_id AND q.bookmaker_id = l.bookmaker_id
  WHERE l.guild_id = p_guild AND l.ticket_id = p_ticket;
  IF v_ticket.state = 'cancelled' THEN
    RETURN 'already_cancelled';
  ELSIF v_ticket.state <> 'open' OR v_ticket.settled_seq > 0 THEN
    RETURN 'already_settled';
  ELSIF v_started THEN
    RETURN 'game_started';
  ELSIF v_now > v_ticket.placed_at + p_window THEN
    RETURN 'too_late';
  ELSIF v_moved THEN
    RETURN 'price_moved';
  END IF;
  PERFORM move_ticket_heads(ARRAY[p_guild], ARRAY[p_ticket], ARRAY[v_ticket.settled_seq],
    'cancel', ARRAY['cancelled'], ARRAY[v_ticket.stake], ARRAY[1::numeric], ARRAY[1::numeric],
    ARRAY[array_fill(0, ARRAY[v_legs])::text], p_settings_digest);
  RETURN 'cancelled';
END $$;

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

CREATE FUNCTION check_settlements() RETURNS trigger
  LANGUAGE plpgsql
  -- As in move_heads.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM written w
    WHERE (
      SELECT 1 FROM tickets t WHERE t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id) IS NULL) THEN
    RAISE EXCEPTION 'a settlement of no ticket'
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'settlements_ticket_fkey';
  END IF;
  RETURN NULL;
END $$;

-- Gives a member units, or takes them: the one way in which an admin moves cash by itself. Its
-- cause is the correction, which must stand already; the same correction moves nothing twice.
-- Returns the cash before and after.
CREATE FUNCTION move_by_admin(
  p_guild bigint, p_correction uuid, p_member uuid, p_season int, p_gives boolean, p_amount bigint)
  RETURNS TABLE (cash_before bigint, cash_after bigint)
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_cash bigint;
BEGIN
  PERFORM act_for(p_guild);
  PERFORM 1 FROM corrections c WHERE c.guild_id = p_guild AND c.correction_id = p_correction;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no correction %', p_correction USING ERRCODE = 'foreign_key_violation';
  END IF;
  -- Both rows in key order, as everybody locks them.
  SELECT max(held.balance) FILTER (WHERE held.kind = 'cash') INTO v_cash
  FROM (
    SELECT a.kind, a.balance FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE
  ) held;
  IF v_cash IS NULL THEN
    RAISE EXCEPTION 'no account of member %', p_member USING ERRCODE = 'foreign_key_violation';
  END IF;
  INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
    debit_kind, debit_member, credit_kind, credit_member, amount)
  VALUES (p_guild, 'admin_grant', p_correction, 0, 0, p_season,
    CASE WHEN p_gives THEN 'issuance' ELSE 'cash' END, CASE WHEN NOT p_gives THEN p_member END,
    CASE WHEN p_gives THEN 'cash' ELSE 'issuance' END, CASE WHEN p_gives THEN p_member END,
    p_amount);
  UPDATE accounts a SET balance = a.balance + CASE WHEN p_gives THEN p_amount ELSE -p_amount END
  WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.kind = 'cash'
    AND a.season = p_season
  RETURNING a.balance INTO cash_after;
  cash_before := v_cash;
  RETURN NEXT;
END $$;

-- The game that a bet written by hand is on: a start under a league of its own, nobody that
-- plays, no market. Games are the fetcher's to write, so this runs as the owner.
CREATE FUNCTION open_manual_game(
  p_game uuid, p_starts_at timestamptz, p_league uuid, p_competition uuid, p_bookmaker uuid)
  RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM bookmakers b WHERE b.bookmaker_id = p_bookmaker) THEN
    INSERT INTO leagues (league_id, code, name, sport)
    VALUES (p_league, 'MANUAL', 'Written by hand', 'esports') ON CONFLICT DO NOTHING;
    INSERT INTO competitions (competition_id, league_id, season)
    VALUES (p_competition, p_league, '') ON CONFLICT DO NOTHING;
    INSERT INTO bookmakers (bookmaker_id, code, name)
    VALUES (p_bookmaker, 'manual', 'Written by hand') ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
  VALUES (p_game, p_league, p_competition, p_starts_at, 'scheduled') ON CONFLICT DO NOTHING;
END $$;

-- Takes a bet written by hand, or says why not: the checks, locks and reason codes of
-- place_ticket, and `manual_off` where the server does not allow it.
CREATE FUNCTION place_manual_ticket(
  p_guild bigint, p_member uuid, p_interaction bigint, p_ticket uuid, p_codes text[],
  p_stake bigint, p_num bigint, p_den bigint, p_format text, p_number text, p_event text,
  p_pick text, p_starts_at timestamptz, p_ids uuid[], p_rule_version int, p_season int,
  p_channel bigint, p_post_slip boolean)
  RETURNS TABLE (outcome text, ticket_id uuid, code text, placed_at timestamptz,
    possible_return bigint, cash bigint, detail jsonb)
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_now timestamptz;
  v_cash bigint;
  v_version int;
  v_min bigint;
  v_max bigint;
  v_allowed boolean;
  v_return numeric;
BEGIN
  PERFORM act_for(p_guild);
  -- Both rows in key order, as settling locks them.
  SELECT max(held.balance) FILTER (WHERE held.kind = 'cash') INTO v_cash
  FROM (
    SELECT a.kind, a.balance FROM accounts a
    WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season
    ORDER BY a.kind FOR NO KEY UPDATE
  ) held;
  detail := '{}';
  IF v_cash IS NULL THEN
    outcome := 'not_a_member';
    RETURN NEXT;
    RETURN;
  END IF;

  -- A repeated interaction finds the ticket that it placed.
  SELECT t.ticket_id, t.code, t.placed_at, t.possible_return
  INTO ticket_id, code, placed_at, possible_return
  FROM tickets t WHERE t.guild_id = p_guild AND t.interaction_id = p_interaction;
  cash := v_cash;
  IF FOUND THEN
    outcome := 'already_placed';
    RETURN NEXT;
    RETURN;
  END IF;

  v_now := app_now();
  SELECT s.version, s.stake_min, s.stake_max, s.manual_bets
  INTO v_version, v_min, v_max, v_allowed
  FROM guild_settings s WHERE s.guild_id = p_guild ORDER BY s.version DESC LIMIT 1;
  v_version := coalesce(v_version, 0);
  v_min := coalesce(v_min, 500000);
  v_max := coalesce(v_max, 5000000);

  IF NOT coalesce(v_allowed, false) THEN
    outcome := 'manual_off';
  ELSIF p_starts_at <= v_now THEN
    outcome := 'game_started';
    detail := jsonb_build_object('started_at', extract(epoch FROM p_starts_at)::bigint);
  ELSIF p_stake < v_min THEN
    outcome := 'stake_too_small';
    detail := jsonb_build_object('min', v_min, 'max', v_max);
  ELSIF p_stake > v_max THEN
    outcome := 'stake_too_large';
    detail := jsonb_build_object('min', v_min, 'max', v_max);
  ELSIF p_stake > v_cash THEN
    outcome := 'balance_too_small';
    detail := jsonb_build_object('cash', v_cash);
  ELSE
    v_return := div(p_stake::numeric * p_num, p_den::numeric);
    IF v_return > 1000000000000000 THEN
      outcome := 'return_too_large';
    END IF;
  END IF;
  IF outcome IS NOT NULL THEN
    RETURN NEXT;
    RETURN;
  END IF;

  SELECT c INTO code FROM unnest(p_codes) WITH ORDINALITY AS codes(c, ord)
  WHERE NOT EXISTS (SELECT 1 FROM tickets t WHERE t.guild_id = p_guild AND t.code = c)
  ORDER BY ord LIMIT 1;
  IF code IS NULL THEN
    -- As when another member takes it at the same moment: ask again with other codes.
    RAISE EXCEPTION 'every code is taken'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'tickets_code_key';
  END IF;

  -- p_ids: game, market, selection, league, competition, bookmaker.
  PERFORM open_manual_game(p_ids[1], p_starts_at, p_ids[4], p_ids[5], p_ids[6]);
  INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
    possible_return, placed_at, rule_version, settings_version, season, channel_id, is_manual)
  VALUES (p_guild, p_ticket, code, p_member, p_interaction, 'single', p_stake, v_return::bigint,
    v_now, p_rule_version, v_version, p_season, p_channel, true);
  INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period,
    side, line, price_num, price_den, price_format, price_number, bookmaker_id)
  VALUES (p_guild, p_ticket, 1, p_ids[1], p_ids[3], p_ids[2], 'manual', 'full', 'yes', NULL,
    p_num, p_den, p_format, p_number, p_ids[6]);
  INSERT INTO manual_legs (guild_id, ticket_id, leg, game_id, event, pick)
  VALUES (p_guild, p_ticket, 1, p_ids[1], p_event, p_pick);
  INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
    debit_kind, debit_member, credit_kind, credit_member, amount)
  VALUES (p_guild, 'ticket', p_ticket, 0, 0, p_season, 'cash', p_member, 'at_risk', p_member,
    p_stake);
  UPDATE accounts a
  SET balance = a.balance + CASE a.kind WHEN 'cash' THEN -p_stake ELSE p_stake END
  WHERE a.guild_id = p_guild AND a.member_id = p_member AND a.season = p_season;
  IF p_post_slip THEN
    INSERT INTO notices (guild_id, kind, subject, sequence)
    VALUES (p_guild, 'ticket_placed', p_ticket, 0);
  END IF;

  outcome := 'placed';
  ticket_id := p_ticket;
  placed_at := v_now;
  possible_return := v_return;
  cash := v_cash - p_stake;
  RETURN NEXT;
END $$;

-- Takes a bet written by hand back while its window is open and its event has not begun. Nobody
-- quotes its price, so that none can move.
CREATE FUNCTION cancel_manual_ticket(
  p_guild bigint, p_member uuid, p_ticket uuid, p_window interval, p_settings_digest text)
  RETURNS text
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  v_ticket tickets%ROWTYPE;
  v_now timestamptz;
  v_started boolean;
BEGIN
  PERFORM act_for(p_guild);
  SELECT * INTO v_ticket FROM tickets t
  WHERE t.guild_id = p_guild AND t.ticket_id = p_ticket AND t.member_id = p_member
    AND t.is_manual
  FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN 'not_yours';
  END IF;
  v_now := app_now();
  SELECT bool_or(g.starts_at <= v_now) INTO v_started
  FROM legs l JOIN games g ON g.game_id = l.game_id
  WHERE l.guild_id = p_guild AND l.ticket_id = p_ticket;
  IF v_ticket.state = 'cancelled' THEN
    RETURN 'already_cancelled';
  ELSIF v_ticket.state <> 'open' OR v_ticket.settled_seq > 0 THEN
    RETURN 'already_settled';
  ELSIF v_started THEN
    RETURN 'game_started';
  ELSIF v_now > v_ticket.placed_at + p_window THEN
    RETURN 'too_late';
  END IF;
  PERFORM move_ticket_heads(ARRAY[p_guild], ARRAY[p_ticket], ARRAY[v_ticket.settled_seq],
    'cancel', ARRAY['cancelled'], ARRAY[v_ticket.stake], ARRAY[1::numeric], ARRAY[1::numeric],
    ARRAY['{0}'], p_settings_digest);
  RETURN 'cancelled';
END $$;

CREATE FUNCTION make_delivery() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO deliveries (guild_id, kind, subject, sequence)
  VALUES (NEW.guild_id, NEW.kind, NEW.subject, NEW.sequence);
  RETURN NULL;
END $$;

-- A server with a long backlog does not hold up the others: the first of each, then the second.
-- Its results come before its slips.
CREATE FUNCTION due_deliveries(p_limit int)
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

-- Likewise by channel: each has its own pace.
CREATE FUNCTION due_stamps(p_limit int)
  RETURNS TABLE (guild_id bigint, ticket_id uuid, channel_id bigint, message_id bigint,
    posted_at timestamptz)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT s.guild_id, s.ticket_id, s.channel_id, s.message_id, s.posted_at
  FROM (
    SELECT w.*, row_number() OVER
      (PARTITION BY w.channel_id ORDER BY w.message_id DESC) AS turn
    FROM slips w
    WHERE w.stamp_due_at <= (SELECT app_now())
  ) s
  ORDER BY s.turn, s.message_id DESC
  LIMIT p_limit
$$;

CREATE FUNCTION guilds_with_boards() RETURNS SETOF bigint
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT g.guild_id FROM guilds g
  WHERE g.board_channel_id IS NOT NULL AND g.left_at IS NULL ORDER BY g.guild_id
$$;

-- Makes the partition of that month, where it is missing. The owner's, for the fetcher to call.
CREATE FUNCTION ensure_quote_partition(p_month date) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  first_day date := date_trunc('month', p_month)::date;
  partition text := format('quote_changes_%s', to_char(first_day, 'YYYY_MM'));
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format(
    'CREATE TABLE %I PARTITION OF quote_changes FOR VALUES FROM (%L) TO (%L)',
    partition, first_day::timestamptz, (first_day + interval '1 month')::timestamptz);
  RETURN true;
EXCEPTION
  -- Made by another fetcher at the same moment, or the default partition has rows of that month.
  WHEN duplicate_table OR check_violation THEN RETURN false;
END $$;

-- Drops the partitions that end before that day, and says how many.
CREATE FUNCTION drop_quote_partitions(p_before date) RETURNS int
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  dropped int := 0;
  partition text;
BEGIN
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'quote_changes'::regclass AND c.relname ~ '^quote_changes_\d{4}_\d{2}$'
      AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= p_before
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

CREATE TRIGGER notices_make_delivery AFTER INSERT ON notices
  FOR EACH ROW EXECUTE FUNCTION make_delivery();
CREATE TRIGGER settlements_check AFTER INSERT ON settlements
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION check_settlements();

REVOKE ALL ON FUNCTION begin_settling(uuid,integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION cancel_manual_ticket(bigint,uuid,uuid,interval,text) FROM PUBLIC;
REVOKE ALL ON FUNCTION cancel_ticket(bigint,uuid,uuid,interval,text) FROM PUBLIC;
REVOKE ALL ON FUNCTION check_settlements() FROM PUBLIC;
REVOKE ALL ON FUNCTION drop_quote_partitions(date) FROM PUBLIC;
REVOKE ALL ON FUNCTION due_deliveries(integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION due_stamps(integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION ensure_member(bigint,bigint,text,uuid,integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION ensure_quote_partition(date) FROM PUBLIC;
REVOKE ALL ON FUNCTION guilds_with_boards() FROM PUBLIC;
REVOKE ALL ON FUNCTION hold_games(uuid[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION hold_page(uuid,bigint[],uuid[],uuid[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION move_by_admin(bigint,uuid,uuid,integer,boolean,bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION move_heads(text,uuid[],integer[],bigint[],integer[],text[],bigint[],numeric[],numeric[],text[],text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION move_ticket_heads(bigint[],uuid[],integer[],text,text[],bigint[],numeric[],numeric[],text[],text) FROM PUBLIC;
REVOKE ALL ON FUNCTION open_manual_game(uuid,timestamp with time zone,uuid,uuid,uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION place_manual_ticket(bigint,uuid,bigint,uuid,text[],bigint,bigint,bigint,text,text,text,text,timestamp with time zone,uuid[],integer,integer,bigint,boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION place_ticket(bigint,uuid,bigint,uuid,text[],bigint,uuid[],uuid[],bigint[],bigint[],integer,integer,bigint,boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION settle_tickets(bigint,uuid[],integer[],bigint[],integer[],text[],bigint[],numeric[],numeric[],text[],text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION take_stretches(uuid,integer,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_settling(uuid,integer) TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION cancel_manual_ticket(bigint,uuid,uuid,interval,text) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION cancel_ticket(bigint,uuid,uuid,interval,text) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION check_settlements() TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION check_settlements() TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION drop_quote_partitions(date) TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION due_deliveries(integer) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION due_stamps(integer) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION ensure_member(bigint,bigint,text,uuid,integer) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION ensure_quote_partition(date) TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION guilds_with_boards() TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION hold_games(uuid[]) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION hold_page(uuid,bigint[],uuid[],uuid[]) TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION move_by_admin(bigint,uuid,uuid,integer,boolean,bigint) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION move_heads(text,uuid[],integer[],bigint[],integer[],text[],bigint[],numeric[],numeric[],text[],text[]) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION move_heads(text,uuid[],integer[],bigint[],integer[],text[],bigint[],numeric[],numeric[],text[],text[]) TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION move_ticket_heads(bigint[],uuid[],integer[],text,text[],bigint[],numeric[],numeric[],text[],text) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION move_ticket_heads(bigint[],uuid[],integer[],text,text[],bigint[],numeric[],numeric[],text[],text) TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION open_manual_game(uuid,timestamp with time zone,uuid,uuid,uuid) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION place_manual_ticket(bigint,uuid,bigint,uuid,text[],bigint,bigint,bigint,text,text,text,text,timestamp with time zone,uuid[],integer,integer,bigint,boolean) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION place_ticket(bigint,uuid,bigint,uuid,text[],bigint,uuid[],uuid[],bigint[],bigint[],integer,integer,bigint,boolean) TO dbsbm_bot;
GRANT EXECUTE ON FUNCTION settle_tickets(bigint,uuid[],integer[],bigint[],integer[],text[],bigint[],numeric[],numeric[],text[],text[]) TO dbsbm_fetcher;
GRANT EXECUTE ON FUNCTION take_stretches(uuid,integer,integer) TO dbsbm_fetcher;
