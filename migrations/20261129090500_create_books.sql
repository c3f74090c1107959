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

-- Units that moved from one account to another. Append-only; the key is the cause, so the same
-- cause cannot move them twice. Without foreign keys: the audit re-adds everything.
CREATE TABLE transfers (
  guild_id bigint NOT NULL,
  cause_kind text NOT NULL
    CONSTRAINT transfers_cause_check CHECK (cause_kind IN ('grant', 'relief', 'ticket', 'admin_grant')),
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

-- What a member placed. Its facts never change; its head (state, settled_seq, returned) moves
-- only by compare-and-set in move_ticket_heads, in the transaction that appends the settlement.
CREATE TABLE tickets (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  code text NOT NULL,
  member_id uuid NOT NULL,
  interaction_id bigint NOT NULL,
  kind text NOT NULL CONSTRAINT tickets_kind_check CHECK (kind IN ('single', 'parlay')),
  stake bigint NOT NULL CONSTRAINT tickets_stake_check CHECK (stake > 0),
  possible_return bigint NOT NULL,
  placed_at timestamptz NOT NULL,
  rule_version int NOT NULL,
  settings_version int NOT NULL,
  season int NOT NULL,
  channel_id bigint NOT NULL,
  state text NOT NULL DEFAULT 'open' CONSTRAINT tickets_state_check CHECK (state IN
    ('open', 'won', 'lost', 'push', 'void', 'half_won', 'half_lost', 'refunded',
     'partial_won', 'partial_lost', 'cancelled')),
  settled_seq int NOT NULL DEFAULT 0,
  returned bigint,
  -- Kept apart in every record: nobody but people says how such a bet ended.
  is_manual boolean NOT NULL DEFAULT false,
  CONSTRAINT tickets_pkey PRIMARY KEY (guild_id, ticket_id),
  CONSTRAINT tickets_interaction_key UNIQUE (guild_id, interaction_id),
  CONSTRAINT tickets_code_key UNIQUE (guild_id, code),
  CONSTRAINT tickets_member_fkey FOREIGN KEY (guild_id, member_id) REFERENCES members,
  -- A billion units: beyond it placing is refused, so that sums never wrap.
  CONSTRAINT tickets_return_check
    CHECK (possible_return BETWEEN stake AND 1000000000000000),
  CONSTRAINT tickets_head_check CHECK (
    (state = 'open') = (returned IS NULL) AND (state = 'open' OR settled_seq > 0)
    AND coalesce(returned, 0) BETWEEN 0 AND possible_return)
-- Each page has room for the row's next version.
) WITH (fillfactor = 75);
-- A member's tickets by time: ticket ids sort by time.
CREATE INDEX tickets_by_member ON tickets (guild_id, member_id, ticket_id DESC);
-- A leaderboard reads a server's tickets of a span of time, and passes over those still open. No
-- index knows the state of a ticket, so that a head's move writes none.
CREATE INDEX tickets_by_time ON tickets (guild_id, placed_at);

-- One selection of a ticket, with what was agreed. Append-only.
CREATE TABLE legs (
  guild_id bigint NOT NULL,
  ticket_id uuid NOT NULL,
  leg smallint NOT NULL CONSTRAINT legs_leg_check CHECK (leg BETWEEN 1 AND 25),
  game_id uuid NOT NULL CONSTRAINT legs_game_fkey REFERENCES games,
  selection_id uuid NOT NULL,
  market_id uuid NOT NULL,
  kind text NOT NULL,
  period text NOT NULL,
  side text NOT NULL,
  -- In quarters, as this side sees it.
  line int,
  price_num bigint NOT NULL,
  price_den bigint NOT NULL,
  price_format text NOT NULL,
  price_number text NOT NULL,
  bookmaker_id uuid NOT NULL CONSTRAINT legs_bookmaker_fkey REFERENCES bookmakers,
  CONSTRAINT legs_pkey PRIMARY KEY (guild_id, ticket_id, leg),
  CONSTRAINT legs_ticket_fkey FOREIGN KEY (guild_id, ticket_id) REFERENCES tickets,
  CONSTRAINT legs_price_check CHECK (price_den > 0 AND price_num > price_den)
);
CREATE INDEX legs_by_game ON legs (game_id, guild_id, ticket_id);

-- What a selection came to under one result, one rule version and one set of settings: graded
-- once, whoever and however many hold it. Global, since no server is named. Append-only.
CREATE TABLE grades (
  selection_id uuid NOT NULL CONSTRAINT grades_selection_fkey REFERENCES selections,
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
    PRIMARY KEY (selection_id, result_version, rule_version, settings_digest),
  CONSTRAINT grades_result_fkey FOREIGN KEY (game_id, result_version)
    REFERENCES results (game_id, version),
  CONSTRAINT grades_shares_check CHECK (
    win_den > 0 AND refund_den > 0 AND win_num >= 0 AND refund_num >= 0
    AND win_num::bigint * refund_den + refund_num::bigint * win_den
      <= win_den::bigint * refund_den)
);
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

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE transfers ENABLE ROW LEVEL SECURITY;
ALTER TABLE tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE legs ENABLE ROW LEVEL SECURITY;
ALTER TABLE settlements ENABLE ROW LEVEL SECURITY;
CREATE POLICY accounts_bot ON accounts TO dbsbm_bot USING (guild_id = app_guild());
CREATE POLICY transfers_bot ON transfers TO dbsbm_bot USING (guild_id = app_guild());
CREATE POLICY tickets_bot ON tickets TO dbsbm_bot USING (guild_id = app_guild());
CREATE POLICY legs_bot ON legs TO dbsbm_bot USING (guild_id = app_guild());
CREATE POLICY settlements_bot ON settlements TO dbsbm_bot USING (guild_id = app_guild());
CREATE POLICY accounts_fetcher ON accounts TO dbsbm_fetcher USING (true);
CREATE POLICY transfers_fetcher ON transfers TO dbsbm_fetcher USING (true);
CREATE POLICY tickets_fetcher ON tickets TO dbsbm_fetcher USING (true);
CREATE POLICY legs_fetcher ON legs TO dbsbm_fetcher USING (true);
CREATE POLICY settlements_fetcher ON settlements TO dbsbm_fetcher USING (true);

-- Append-only by privilege: neither program may change or delete what is in the books.
GRANT SELECT ON accounts, transfers, tickets, legs, grades, settlements
  TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT ON accounts, transfers, settlements TO dbsbm_bot, dbsbm_fetcher;
GRANT UPDATE (balance) ON accounts TO dbsbm_bot, dbsbm_fetcher;
GRANT UPDATE (state, settled_seq, returned) ON tickets TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT ON tickets, legs TO dbsbm_bot;
GRANT INSERT ON grades TO dbsbm_fetcher;

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
