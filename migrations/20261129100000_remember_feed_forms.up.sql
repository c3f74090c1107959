-- Which forms of a question each feed answers for each league, and which it has refused: feeds
-- change their minds about that without notice, and a form that was refused is not sent again for
-- a while, restarts included.
CREATE TABLE feed_forms (
  provider text NOT NULL,
  league text NOT NULL,
  -- What was asked for: `scoreboard`.
  feed text NOT NULL,
  -- The provider's word for the form: `month`, `day`.
  form text NOT NULL,
  -- When it was last answered, to within some minutes.
  answered_at timestamptz,
  -- When it was last refused. Nothing: never, or it was answered since.
  refused_at timestamptz,
  reason text,
  CONSTRAINT feed_forms_pkey PRIMARY KEY (provider, league, feed, form),
  CONSTRAINT feed_forms_told_check CHECK (answered_at IS NOT NULL OR refused_at IS NOT NULL),
  CONSTRAINT feed_forms_reason_check CHECK ((refused_at IS NULL) = (reason IS NULL))
);
GRANT SELECT, INSERT, UPDATE ON feed_forms TO dbsbm_fetcher;

-- A question that the feed does not understand is no refusal: another form of it may be answered.
ALTER TABLE poll_log DROP CONSTRAINT poll_log_outcome_check;
ALTER TABLE poll_log ADD CONSTRAINT poll_log_outcome_check CHECK (outcome IN
  ('changed', 'unchanged', 'throttled', 'unavailable', 'bad_request', 'refused', 'garbled',
   'too_large'));

-- The feed's own id of the game that a refused row is about, so that whoever waits for that game
-- can find out why nothing came.
ALTER TABLE kept_answers ADD COLUMN reference text;
CREATE INDEX kept_answers_by_reference ON kept_answers (reference) WHERE reference IS NOT NULL;
