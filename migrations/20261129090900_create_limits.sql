-- What a member has set for themselves in a server: a most that they stake or lose in a span of
-- time. Append-only: what was set last holds, of that which has come into effect. Whoever asks for
-- more waits for it, whoever asks for less has it at once, and lowering overtakes a raise that is
-- still to come. How much of it is used is added up from the tickets: there are no counters.
CREATE TABLE member_limits (
  guild_id bigint NOT NULL,
  member_id uuid NOT NULL,
  -- What is bounded: what is staked, or what is lost, where what is still open counts as lost.
  kind text NOT NULL CONSTRAINT member_limits_kind_check CHECK (kind IN ('stake', 'loss')),
  -- One bet, or the last 24 hours, 7 days, 30 days.
  span text NOT NULL
    CONSTRAINT member_limits_span_check CHECK (span IN ('bet', 'day', 'week', 'month')),
  number int NOT NULL CONSTRAINT member_limits_number_check CHECK (number > 0),
  -- In micro-units. Nothing: there is no such limit any more.
  amount bigint CONSTRAINT member_limits_amount_check CHECK (amount >= 0),
  set_at timestamptz NOT NULL DEFAULT app_now(),
  effective_at timestamptz NOT NULL,
  CONSTRAINT member_limits_pkey PRIMARY KEY (guild_id, member_id, kind, span, number),
  CONSTRAINT member_limits_member_fkey FOREIGN KEY (guild_id, member_id) REFERENCES members,
  CONSTRAINT member_limits_effective_check CHECK (effective_at >= set_at),
  -- What one bet can lose is its stake.
  CONSTRAINT member_limits_bet_check CHECK (kind = 'stake' OR span <> 'bet')
);
COMMENT ON TABLE member_limits IS
  'personal; kept for good; an account is bound by them, and raising one must not be hidden';
ALTER TABLE member_limits ENABLE ROW LEVEL SECURITY;
CREATE POLICY member_limits_own ON member_limits TO dbsbm_bot, dbsbm_books
  USING (guild_id = app_guild());
-- They are set by `code.set_limit` alone, which knows when one may take effect.
GRANT SELECT ON member_limits TO dbsbm_bot;
GRANT SELECT, INSERT ON member_limits TO dbsbm_books;

-- Who has shut themselves out, until when. It is about a Discord account and stays until its end,
-- though the account leaves, joins again or has its data erased; so it says nothing of who it is.
-- Only `code.exclusions_of` reads it, and only `code.exclude` writes it.
CREATE TABLE exclusions (
  -- HMAC-SHA-256 of the account's number. The key is the operator's and stands in no table.
  account_hash bytea NOT NULL
    CONSTRAINT exclusions_account_hash_check CHECK (octet_length(account_hash) = 32),
  -- The number of the server that it is about; 0 is all of them.
  scope bigint NOT NULL,
  ends_at timestamptz NOT NULL,
  CONSTRAINT exclusions_pkey PRIMARY KEY (account_hash, scope, ends_at)
);
COMMENT ON TABLE exclusions IS
  'personal; kept for 1 day after ends_at; it binds until its end and says nothing afterwards';
GRANT SELECT, INSERT ON exclusions TO dbsbm_books;
-- One that has ended is forgotten.
GRANT SELECT, DELETE ON exclusions TO dbsbm_settling;
