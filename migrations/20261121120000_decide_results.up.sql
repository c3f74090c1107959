-- Why it was settled on. Nothing: it is older than this column.
ALTER TABLE results ADD COLUMN basis text CONSTRAINT results_basis_check
  CHECK (basis IN ('official', 'agreed', 'stood', 'window', 'admin'));

-- The start that bets rest on, where the game was moved after somebody had bet.
ALTER TABLE games ADD COLUMN booked_for timestamptz,
  -- When its reports are to be looked at again, if none comes before.
  ADD COLUMN decide_at timestamptz,
  -- The number of the review that is open.
  ADD COLUMN open_review int;
CREATE INDEX games_undecided ON games (decide_at) WHERE decide_at IS NOT NULL;
CREATE INDEX games_under_review ON games (game_id) WHERE open_review IS NOT NULL;

-- That the reports of a game need somebody to look at them. A game is every server's, so a review
-- names none. Append-only, with its reports and its end in rows of their own.
CREATE TABLE reviews (
  game_id uuid NOT NULL CONSTRAINT reviews_game_fkey REFERENCES games,
  number int NOT NULL CONSTRAINT reviews_number_check CHECK (number > 0),
  why text NOT NULL CONSTRAINT reviews_why_check CHECK (why IN ('disagreement',
    'late_correction', 'played_after_void', 'withdrawn', 'contradicts_decision', 'operator')),
  -- The version of the result that stood then; 0 when there was none.
  result_version int NOT NULL,
  opened_at timestamptz NOT NULL,
  CONSTRAINT reviews_pkey PRIMARY KEY (game_id, number)
);

-- The newest report of each source when a review was opened.
CREATE TABLE review_claims (
  game_id uuid NOT NULL,
  number int NOT NULL,
  provider text NOT NULL,
  report_sequence int NOT NULL,
  CONSTRAINT review_claims_pkey PRIMARY KEY (game_id, number, provider),
  CONSTRAINT review_claims_review_fkey FOREIGN KEY (game_id, number) REFERENCES reviews,
  CONSTRAINT review_claims_report_fkey FOREIGN KEY (game_id, provider, report_sequence)
    REFERENCES provider_reports
);

-- How a review ended: sources gave way, or the operator decided.
CREATE TABLE review_ends (
  game_id uuid NOT NULL,
  number int NOT NULL,
  how text NOT NULL CONSTRAINT review_ends_how_check CHECK (how IN ('gave_way', 'decided')),
  -- The version of the result that stood afterwards.
  result_version int NOT NULL,
  decided_by text,
  reason text CONSTRAINT review_ends_reason_check CHECK (length(btrim(reason)) BETWEEN 1 AND 400),
  ended_at timestamptz NOT NULL,
  CONSTRAINT review_ends_pkey PRIMARY KEY (game_id, number),
  CONSTRAINT review_ends_review_fkey FOREIGN KEY (game_id, number) REFERENCES reviews,
  CONSTRAINT review_ends_decided_check CHECK (
    num_nonnulls(decided_by, reason) = CASE how WHEN 'decided' THEN 2 ELSE 0 END)
);

GRANT SELECT ON reviews, review_claims, review_ends TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT ON reviews, review_claims, review_ends TO dbsbm_fetcher;

ALTER TABLE notices DROP CONSTRAINT notices_kind_check,
  ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('ticket_placed', 'game_results', 'direct_message', 'review_opened'));
