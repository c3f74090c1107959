-- What each feed said, as it came, a row for every change of mind. Append-only.
CREATE TABLE provider_reports (
  game_id uuid NOT NULL CONSTRAINT provider_reports_game_fkey REFERENCES games,
  provider text NOT NULL,
  sequence int NOT NULL CONSTRAINT provider_reports_sequence_check CHECK (sequence > 0),
  status text NOT NULL,
  starts_at timestamptz NOT NULL,
  scores jsonb NOT NULL,
  -- What scores alone do not say: how a match ended, who played, a field's places.
  facts jsonb NOT NULL DEFAULT '{}',
  source_at timestamptz,
  received_at timestamptz NOT NULL,
  -- SHA-256 of status, start and scores: an equal report writes nothing.
  digest bytea NOT NULL,
  CONSTRAINT provider_reports_pkey PRIMARY KEY (game_id, provider, sequence)
);
COMMENT ON TABLE provider_reports IS
  'games; kept for good; results and receipts rest on what was reported';

-- How a game ended, in versions made from reports. Append-only: a correction is a new version.
CREATE TABLE results (
  game_id uuid NOT NULL CONSTRAINT results_game_fkey REFERENCES games,
  version int NOT NULL CONSTRAINT results_version_check CHECK (version > 0),
  status text NOT NULL CONSTRAINT results_status_check
    CHECK (status IN
    ('final', 'suspended', 'postponed', 'cancelled', 'abandoned', 'walkover', 'retired',
     'no_contest')),
  provider text NOT NULL,
  report_sequence int NOT NULL,
  decided_at timestamptz NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}',
  basis text CONSTRAINT results_basis_check
    CHECK (basis IN ('official', 'agreed', 'stood', 'window', 'admin')),
  -- Where the report is one of a game that was joined with this one, or that this one was joined
  -- with: that game.
  reported_of uuid,
  report_game uuid NOT NULL GENERATED ALWAYS AS (coalesce(reported_of, game_id)) STORED,
  CONSTRAINT results_pkey PRIMARY KEY (game_id, version),
  CONSTRAINT results_report_fkey FOREIGN KEY (report_game, provider, report_sequence)
    REFERENCES provider_reports
);
COMMENT ON TABLE results IS 'games; kept for good; grades and receipts rest on them';

CREATE TABLE result_scores (
  game_id uuid NOT NULL,
  version int NOT NULL,
  period text NOT NULL,
  role text NOT NULL,
  slot smallint NOT NULL DEFAULT 0,
  points int NOT NULL,
  CONSTRAINT result_scores_pkey PRIMARY KEY (game_id, version, period, role, slot),
  CONSTRAINT result_scores_result_fkey FOREIGN KEY (game_id, version) REFERENCES results
);
COMMENT ON TABLE result_scores IS 'games; kept for good; grades and receipts rest on them';

-- When a feed last said again what its newest report of a game says, by the feed's own clock. What
-- it dates before that is stale, however late it comes. A report stays as it came.
CREATE TABLE report_repeats (
  game_id uuid NOT NULL CONSTRAINT report_repeats_game_fkey REFERENCES games,
  provider text NOT NULL,
  source_at timestamptz NOT NULL,
  CONSTRAINT report_repeats_pkey PRIMARY KEY (game_id, provider)
);
COMMENT ON TABLE report_repeats IS
  'games; kept until replaced; what a source dates before its last word is stale, and the last '
  'word is enough';

-- That the reports of a game need somebody to look at them. A game is every server's, so a review
-- names none. Append-only, with its reports and its end in rows of their own.
CREATE TABLE reviews (
  game_id uuid NOT NULL CONSTRAINT reviews_game_fkey REFERENCES games,
  number int NOT NULL CONSTRAINT reviews_number_check CHECK (number > 0),
  why text NOT NULL CONSTRAINT reviews_why_check CHECK (why IN ('disagreement',
    'late_correction', 'played_after_void', 'withdrawn', 'contradicts_decision', 'contradictory',
    'incomplete', 'opponent', 'unreadable', 'overdue', 'operator')),
  -- The version of the result that stood then; 0 when there was none.
  result_version int NOT NULL,
  opened_at timestamptz NOT NULL,
  CONSTRAINT reviews_pkey PRIMARY KEY (game_id, number)
);
COMMENT ON TABLE reviews IS 'games; kept for good; they say why a result waited';
CREATE INDEX reviews_by_time ON reviews (opened_at);

-- The newest report of each source when a review was opened.
CREATE TABLE review_claims (
  game_id uuid NOT NULL,
  number int NOT NULL,
  provider text NOT NULL,
  report_sequence int NOT NULL,
  -- As in `results`.
  reported_of uuid,
  report_game uuid NOT NULL GENERATED ALWAYS AS (coalesce(reported_of, game_id)) STORED,
  CONSTRAINT review_claims_pkey PRIMARY KEY (game_id, number, provider),
  CONSTRAINT review_claims_review_fkey FOREIGN KEY (game_id, number) REFERENCES reviews,
  CONSTRAINT review_claims_report_fkey FOREIGN KEY (report_game, provider, report_sequence)
    REFERENCES provider_reports
);
COMMENT ON TABLE review_claims IS
  'games; kept for good; they say which reports contradicted each other';

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
COMMENT ON TABLE review_ends IS 'games; kept for good; they say who decided a game and why';

GRANT SELECT ON provider_reports, report_repeats, results, result_scores, reviews, review_claims,
  review_ends TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT ON provider_reports, report_repeats, results, result_scores, reviews, review_claims,
  review_ends TO dbsbm_fetcher;
GRANT UPDATE ON report_repeats TO dbsbm_fetcher;
GRANT SELECT ON results, reviews TO dbsbm_settling;
