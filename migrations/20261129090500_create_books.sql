-- A member's balances, moved in the transaction that appends the transfer. House and issuance
-- have no row: they are sums. Cash may fall below zero by a correction; placing keeps the bound.
CREATE TABLE accounts (
  guild_id bigint NOT NULL,
  member_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT accounts_kind_check CHECK (kind IN ('cash', 'at_risk')),
  season int NOT NULL,
  balance bigint NOT NULL DEFAULT 0,
  CONSTRAINT accounts_pkey PRIMARY KEY (guild_id, member_id, kind, season),
  CONSTRAINT accounts_member_fkey FOREIGN KEY (guild_id, member_id) REFERENCES members,
  CONSTRAINT accounts_at_risk_check CHECK (kind = 'cash' OR balance >= 0)
) WITH (fillfactor = 75);
COMMENT ON TABLE accounts IS 'books; kept for good; they are the balances';

-- Units that moved from one account to another. Append-only; the key is the cause, so the same
-- cause cannot move them twice. Without foreign keys: the audit re-adds everything.
CREATE TABLE transfers (
  guild_id bigint NOT NULL,
  cause_kind text NOT NULL
    CONSTRAINT transfers_cause_check CHECK (cause_kind IN
      ('grant', 'relief', 'ticket', 'admin_grant', 'cash_out')),
  cause uuid NOT NULL,
  sequence int NOT NULL,
  line smallint NOT NULL,
  season int NOT NULL,
  debit_kind text NOT NULL,
  debit_member uuid,
  credit_kind text NOT NULL,
  credit_member uuid,
  amount bigint NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT app_now(),
  -- The transaction that wrote it: a committed prefix of the books can be told from the rest.
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT transfers_pkey PRIMARY KEY (guild_id, cause_kind, cause, sequence, line),
  CONSTRAINT transfers_amount_check CHECK (amount > 0),
  CONSTRAINT transfers_debit_check CHECK (
    debit_kind IN ('cash', 'at_risk', 'house', 'issuance')
    AND (debit_kind IN ('cash', 'at_risk')) = (debit_member IS NOT NULL)),
  CONSTRAINT transfers_credit_check CHECK (
    credit_kind IN ('cash', 'at_risk', 'house', 'issuance')
    AND (credit_kind IN ('cash', 'at_risk')) = (credit_member IS NOT NULL)),
  CONSTRAINT transfers_two_accounts_check CHECK (
    debit_kind <> credit_kind OR debit_member IS DISTINCT FROM credit_member)
);
COMMENT ON TABLE transfers IS 'books; kept for good; balances are the sum of them';

-- What came of an interaction that asks for a change, refusals included: one that Discord sends
-- again is answered as it was, whatever has changed since. Kept for an hour; an interaction can be
-- answered for a quarter of one. Without a foreign key, which would have every bet of a server lock
-- the server's row.
CREATE TABLE interactions (
  guild_id bigint NOT NULL,
  interaction_id bigint NOT NULL,
  -- 0 is the bet that it asks for, 1 whatever else it changes: prices of a slip that is shown again
  -- because they moved, choices, settings.
  part smallint NOT NULL DEFAULT 0 CONSTRAINT interactions_part_check CHECK (part IN (0, 1)),
  outcome text NOT NULL,
  -- What the answer needs beside the outcome.
  detail jsonb NOT NULL DEFAULT '{}',
  recorded_at timestamptz NOT NULL DEFAULT app_now(),
  CONSTRAINT interactions_pkey PRIMARY KEY (guild_id, interaction_id, part)
);
COMMENT ON TABLE interactions IS
  'operations; kept for 1 hour after recorded_at; Discord takes answers to an interaction for a'
  ' quarter of an hour';
CREATE INDEX interactions_by_time ON interactions USING brin (recorded_at);

-- One leg of a bet as it is asked for.
CREATE TYPE leg_request AS (
  selection_id uuid,
  bookmaker_id uuid,
  -- The price that the member saw.
  price_num bigint,
  price_den bigint,
  -- In a teaser: what the selection becomes once its line is moved, and that line in quarters, as
  -- its side sees it.
  teased_market_id uuid,
  teased_selection_id uuid,
  teased_line int,
  -- Each way: the share of the winnings that a place pays, how many places, and the selection that
  -- asks whether it was placed.
  place_num int,
  place_den int,
  places smallint,
  place_market_id uuid,
  place_selection_id uuid,
  -- A bet that is written by hand: its game and market, which no feed carries, when the event
  -- begins, the price as it was typed, what it is about and what is to happen.
  game_id uuid,
  market_id uuid,
  starts_at timestamptz,
  price_format text,
  price_number text,
  event text,
  pick text
);

-- A server's part in a game: made before the first bet on it, locked by whoever places, rules or
-- settles. It says how far the server's tickets have been settled. Before tickets and accounts in
-- the order of locks.
CREATE TABLE guild_games (
  guild_id bigint NOT NULL CONSTRAINT guild_games_guild_fkey REFERENCES guilds,
  game_id uuid NOT NULL CONSTRAINT guild_games_game_fkey REFERENCES games,
  -- The version of the result that tickets are being settled on; 0 before there is one.
  version int NOT NULL DEFAULT 0 CONSTRAINT guild_games_version_check CHECK (version >= 0),
  -- Its tickets up to and with this one are settled on that version.
  after_ticket uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  -- All of its tickets are.
  done boolean NOT NULL DEFAULT false,
  CONSTRAINT guild_games_pkey PRIMARY KEY (guild_id, game_id)
) WITH (fillfactor = 75);
COMMENT ON TABLE guild_games IS
  'books; kept for good; they say how far a server is settled, and legs name them';
-- Who has bet on a game, and which games have tickets to be settled.
CREATE INDEX guild_games_by_game ON guild_games (game_id, guild_id);
CREATE INDEX guild_games_to_settle ON guild_games (game_id, guild_id) WHERE NOT done;

-- What a member placed. Its facts never change; its head (state, settled_seq, returned,
-- open_stake) moves only by compare-and-set in move_heads, in the transaction that appends the
-- settlement.
CREATE TABLE tickets (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  code text NOT NULL,
  member_id uuid NOT NULL,
  interaction_id bigint NOT NULL,
  kind text NOT NULL CONSTRAINT tickets_kind_check CHECK (kind IN
    ('single', 'parlay', 'system', 'teaser')),
  -- What the kind needs beside its legs, in the form that grading reads: canonical JSON. Most
  -- tickets have none, and each move of a head checks the row again: theirs is not parsed.
  terms text NOT NULL DEFAULT '{}'
    CONSTRAINT tickets_terms_check
      CHECK (terms = '{}' OR jsonb_typeof(terms::jsonb) = 'object'),
  -- How many bets it is: the combinations of a system, twice as many each way.
  bets int NOT NULL DEFAULT 1 CONSTRAINT tickets_bets_check CHECK (bets > 0),
  -- Over all of its bets.
  stake bigint NOT NULL CONSTRAINT tickets_stake_check CHECK (stake > 0),
  possible_return bigint NOT NULL,
  placed_at timestamptz NOT NULL,
  -- The league's day of the last of its games when it was placed: what records count it under.
  record_day date NOT NULL,
  rule_version int NOT NULL,
  settings_version int NOT NULL,
  season int NOT NULL,
  channel_id bigint NOT NULL,
  state text NOT NULL DEFAULT 'open' CONSTRAINT tickets_state_check CHECK (state IN
    ('open', 'won', 'lost', 'push', 'void', 'half_won', 'half_lost', 'refunded',
     'partial_won', 'partial_lost', 'cancelled', 'cashed_out')),
  settled_seq int NOT NULL DEFAULT 0,
  returned bigint,
  -- What of the stake has not been cashed out.
  open_stake bigint NOT NULL,
  -- Kept apart in every record: nobody but people says how such a bet ended.
  is_manual boolean NOT NULL DEFAULT false,
  CONSTRAINT tickets_pkey PRIMARY KEY (guild_id, ticket_id),
  CONSTRAINT tickets_interaction_key UNIQUE (guild_id, interaction_id),
  CONSTRAINT tickets_code_key UNIQUE (guild_id, code),
  CONSTRAINT tickets_open_stake_check CHECK (open_stake BETWEEN 0 AND stake),
  CONSTRAINT tickets_member_fkey FOREIGN KEY (guild_id, member_id) REFERENCES members,
  -- A billion units: beyond it placing is refused, so that sums never wrap.
  CONSTRAINT tickets_return_check
    CHECK (possible_return BETWEEN stake AND 1000000000000000),
  CONSTRAINT tickets_head_check CHECK (
    (state = 'open') = (returned IS NULL) AND (state = 'open' OR settled_seq > 0)
    AND coalesce(returned, 0) BETWEEN 0 AND possible_return)
-- Each page has room for the row's next version.
) WITH (fillfactor = 75);
COMMENT ON TABLE tickets IS 'books; kept for good; they are what members placed';
-- A member's tickets by time: ticket ids sort by time.
CREATE INDEX tickets_by_member ON tickets (guild_id, member_id, ticket_id DESC);
-- A leaderboard reads a server's tickets of a span of time, and passes over those still open. No
-- index knows the state of a ticket, so that a head's move writes none.
CREATE INDEX tickets_by_time ON tickets (guild_id, placed_at);

-- One selection of a ticket, with all that was agreed. Grading reads nothing of it that can
-- change later. Append-only.
CREATE TABLE legs (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  leg smallint NOT NULL CONSTRAINT legs_leg_check CHECK (leg BETWEEN 1 AND 25),
  game_id uuid NOT NULL,
  selection_id uuid NOT NULL,
  market_id uuid NOT NULL,
  kind text NOT NULL,
  period text NOT NULL,
  -- Whom the market asks about, and what is counted; nothing where it asks about the score.
  subject uuid,
  statistic text,
  -- Who is compared, in a head-to-head or a group.
  entrants uuid[] NOT NULL DEFAULT '{}',
  side text NOT NULL,
  -- In quarters, as this side sees it.
  line int,
  -- Who plays whom, as the member saw it; nothing in a field.
  home uuid,
  away uuid,
  -- When the game was to begin.
  booked_start timestamptz NOT NULL,
  price_num bigint NOT NULL,
  price_den bigint NOT NULL,
  price_format text NOT NULL,
  price_number text NOT NULL,
  -- Of a quote, which names a bookmaker that there is: a foreign key of its own would have every bet
  -- lock the same few rows.
  bookmaker_id uuid NOT NULL,
  -- When the source said that this price held, and by which of a feed's questions it came. Nothing
  -- for a price that a person stated.
  quoted_at timestamptz,
  question_id uuid,
  -- In a teaser: the selection at the line that was quoted. What is graded is the leg's own.
  quoted_selection_id uuid,
  -- Each way: the share of the winnings that a place pays, how many places, and the selection that
  -- asks whether it was placed.
  place_num int,
  place_den int,
  places smallint,
  place_market_id uuid,
  place_selection_id uuid,
  CONSTRAINT legs_pkey PRIMARY KEY (guild_id, ticket_id, leg),
  CONSTRAINT legs_ticket_fkey FOREIGN KEY (guild_id, ticket_id) REFERENCES tickets,
  CONSTRAINT legs_game_fkey FOREIGN KEY (guild_id, game_id) REFERENCES guild_games,
  CONSTRAINT legs_price_check CHECK (price_den > 0 AND price_num > price_den),
  CONSTRAINT legs_sides_check CHECK ((home IS NULL) = (away IS NULL)),
  CONSTRAINT legs_each_way_check CHECK (
    num_nonnulls(place_num, place_den, places, place_market_id, place_selection_id) IN (0, 5)
    AND place_num > 0 AND place_den >= place_num AND places > 0)
);
COMMENT ON TABLE legs IS 'books; kept for good; a ticket is graded by them';
CREATE INDEX legs_by_game ON legs (game_id, guild_id, ticket_id);

-- What a selection came to for bets on one start, under one result, one rule version and one set of
-- settings: graded once, whoever and however many hold it. Global, since no server is named. Append-only.
CREATE TABLE grades (
  selection_id uuid NOT NULL CONSTRAINT grades_selection_fkey REFERENCES selections,
  -- When the game was to begin when the bet was taken.
  booked_start timestamptz NOT NULL,
  result_version int NOT NULL,
  rule_version int NOT NULL,
  settings_digest text NOT NULL,
  game_id uuid NOT NULL,
  outcome text NOT NULL CONSTRAINT grades_outcome_check
    CHECK (outcome IN ('won', 'lost', 'push', 'void', 'half_won', 'half_lost', 'dead_heat')),
  win_num int NOT NULL,
  win_den int NOT NULL,
  refund_num int NOT NULL,
  refund_den int NOT NULL,
  -- Canonical bytes and their SHA-256: not jsonb, so that the hash is stable.
  receipt bytea NOT NULL,
  receipt_sha256 bytea NOT NULL
    CONSTRAINT grades_sha256_check CHECK (receipt_sha256 = sha256(receipt)),
  graded_at timestamptz NOT NULL DEFAULT app_now(),
  CONSTRAINT grades_pkey
    PRIMARY KEY (selection_id, booked_start, result_version, rule_version, settings_digest),
  CONSTRAINT grades_result_fkey FOREIGN KEY (game_id, result_version)
    REFERENCES results (game_id, version),
  CONSTRAINT grades_shares_check CHECK (
    win_den > 0 AND refund_den > 0 AND win_num >= 0 AND refund_num >= 0
    AND win_num::bigint * refund_den + refund_num::bigint * win_den
      <= win_den::bigint * refund_den)
);
COMMENT ON TABLE grades IS 'books; kept for good; they are the receipts that anyone can read';
CREATE INDEX grades_by_game ON grades (game_id, result_version);

-- What a ticket came to. A sequence: a correction reverses n and appends n + 1. Append-only.
CREATE TABLE settlements (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  sequence int NOT NULL CONSTRAINT settlements_sequence_check CHECK (sequence > 0),
  cause text NOT NULL
    CONSTRAINT settlements_cause_check CHECK (cause IN ('result', 'cancel', 'admin')),
  reverses int,
  state text NOT NULL,
  returned bigint,
  -- The exact multiplier of the stake, after pushes, voids and half results. Nothing while a
  -- leg is still to come.
  multiplier_num numeric,
  multiplier_den numeric,
  -- By leg: the result version it was graded on, 0 while it is to come.
  result_versions int[] NOT NULL,
  settings_digest text NOT NULL,
  settled_at timestamptz NOT NULL DEFAULT app_now(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT settlements_pkey PRIMARY KEY (guild_id, ticket_id, sequence),
  CONSTRAINT settlements_reverses_check CHECK (reverses IS NULL OR reverses = sequence - 1)
);
COMMENT ON TABLE settlements IS
  'books; kept for good; they say what a ticket came to, and a correction reverses them';

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfers ENABLE ROW LEVEL SECURITY;
ALTER TABLE interactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE guild_games ENABLE ROW LEVEL SECURITY;
ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE legs ENABLE ROW LEVEL SECURITY;
ALTER TABLE settlements ENABLE ROW LEVEL SECURITY;
CREATE POLICY accounts_own ON accounts TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY transfers_own ON transfers TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY interactions_own ON interactions TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY guild_games_own ON guild_games TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY tickets_own ON tickets TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY legs_own ON legs TO dbsbm_bot, dbsbm_books USING (guild_id = app_guild());
CREATE POLICY settlements_own ON settlements TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
CREATE POLICY accounts_all ON accounts TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY transfers_all ON transfers TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY interactions_all ON interactions TO dbsbm_settling USING (true);
CREATE POLICY guild_games_all ON guild_games TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY tickets_all ON tickets TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY legs_all ON legs TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY settlements_all ON settlements TO dbsbm_fetcher, dbsbm_settling USING (true);

-- The programs read the books; only the functions of the schema `code` write them, under the
-- roles that they belong to. Append-only by privilege: not even those may change or delete what
-- stands, but for heads, balances, and how far a server is settled.
GRANT SELECT ON accounts, transfers, guild_games, tickets, legs, grades, settlements
  TO dbsbm_bot, dbsbm_fetcher, dbsbm_books, dbsbm_settling;
GRANT SELECT, INSERT ON interactions TO dbsbm_bot, dbsbm_books;
GRANT SELECT, DELETE ON interactions TO dbsbm_settling;
GRANT INSERT ON accounts, tickets, legs, guild_games TO dbsbm_books;
GRANT INSERT ON transfers, settlements TO dbsbm_books, dbsbm_settling;
GRANT UPDATE (balance) ON accounts TO dbsbm_books, dbsbm_settling;
GRANT UPDATE (state, settled_seq, returned, open_stake) ON tickets TO dbsbm_books, dbsbm_settling;
GRANT UPDATE (version, after_ticket, done) ON guild_games TO dbsbm_books, dbsbm_settling;
GRANT INSERT ON grades TO dbsbm_fetcher;
