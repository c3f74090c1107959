-- What was asked of whom, when, and what it gave.
CREATE TABLE poll_log (
  poll_id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT poll_log_pkey PRIMARY KEY,
  provider text NOT NULL,
  feed text NOT NULL,
  asked_at timestamptz NOT NULL,
  took_ms int NOT NULL,
  outcome text NOT NULL CONSTRAINT poll_log_outcome_check CHECK (outcome IN
    ('changed', 'unchanged', 'throttled', 'unavailable', 'bad_request', 'refused', 'garbled',
     'too_large', 'resting')),
  -- Without keys.
  url text NOT NULL,
  http_status int,
  bytes bigint NOT NULL DEFAULT 0,
  games int NOT NULL DEFAULT 0,
  rows_changed int NOT NULL DEFAULT 0,
  rejected int NOT NULL DEFAULT 0,
  error text,
  -- Where in the answer: a JSON path, a row.
  place text
);
COMMENT ON TABLE poll_log IS
  'operations; kept for 7 days after asked_at; what a feed did wrong is looked into within days';
CREATE INDEX poll_log_by_feed ON poll_log (provider, feed, asked_at DESC);
CREATE INDEX poll_log_by_time ON poll_log (asked_at);

-- Answers that could not be read, and rows that were refused, kept to look at.
CREATE TABLE kept_answers (
  poll_id bigint NOT NULL
    CONSTRAINT kept_answers_poll_fkey REFERENCES poll_log ON DELETE CASCADE,
  place text NOT NULL,
  reason text NOT NULL,
  body bytea,
  -- The feed's own id of the game that a refused row is about, so that whoever waits for that game
  -- can find out why nothing came.
  reference text,
  CONSTRAINT kept_answers_pkey PRIMARY KEY (poll_id, place)
);
COMMENT ON TABLE kept_answers IS
  'operations; kept to the newest 500; a few answers show what is wrong, and they are large';

CREATE INDEX kept_answers_by_reference ON kept_answers (reference) WHERE reference IS NOT NULL;

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
COMMENT ON TABLE feed_forms IS
  'operations; kept until replaced; there is one row a form of a question';

-- Hosts and endpoints of feeds that failed again and again and are left alone for a while, restarts
-- included.
CREATE TABLE feed_rests (
  provider text NOT NULL,
  -- `api.feed.test`, or `api.feed.test/games/*/boxscore` with ids and dates left out.
  place text NOT NULL,
  -- How many requests in a row have failed, and how the last one did, without secrets.
  failures int NOT NULL,
  reason text NOT NULL,
  since timestamptz NOT NULL,
  -- When one request finds out whether there are answers again.
  until timestamptz NOT NULL,
  -- When there were answers again. Nothing: there are none yet.
  ended_at timestamptz,
  CONSTRAINT feed_rests_pkey PRIMARY KEY (provider, place)
);
COMMENT ON TABLE feed_rests IS
  'operations; kept for 1 day after until; a feed that has answered for a day is trusted again';

-- Which fields the answers of each endpoint have, so that a changed field is told before members
-- notice what is missing.
CREATE TABLE feed_shapes (
  provider text NOT NULL,
  endpoint text NOT NULL,
  -- By path: whether it is there always, on how many days it was seen, and its types.
  fields jsonb NOT NULL,
  -- The last day with an answer.
  day date,
  CONSTRAINT feed_shapes_pkey PRIMARY KEY (provider, endpoint)
);
COMMENT ON TABLE feed_shapes IS 'operations; kept until replaced; there is one row an endpoint';

-- Fields that were lost or have another type than they used to have.
CREATE TABLE feed_shape_changes (
  provider text NOT NULL,
  endpoint text NOT NULL,
  path text NOT NULL,
  change text NOT NULL
    CONSTRAINT feed_shape_changes_change_check CHECK (change IN ('lost', 'kind')),
  -- A sentence for the operator.
  told text NOT NULL,
  found_at timestamptz NOT NULL,
  -- When a lost field was there again.
  ended_at timestamptz,
  CONSTRAINT feed_shape_changes_pkey PRIMARY KEY (provider, endpoint, path, change)
);
COMMENT ON TABLE feed_shape_changes IS
  'operations; kept for 30 days after found_at; the operator has had time to read of them';

-- What a feed's key may spend in a day or a month, and what it has spent. A row begins with the first
-- request of its period, and every process reserves in it before it sends: what a crash leaves behind
-- stays spent.
CREATE TABLE feed_quotas (
  provider text NOT NULL,
  -- Four bytes of a digest. The key itself is in no table.
  key_name text NOT NULL CONSTRAINT feed_quotas_key_check CHECK (key_name ~ '^[0-9a-f]{8}$'),
  -- Which of the provider's APIs: each may be counted by itself.
  api text NOT NULL,
  -- Whose limit it is. The provider's answers speak of the provider's own.
  set_by text NOT NULL CONSTRAINT feed_quotas_set_by_check CHECK (set_by IN ('provider', 'operator')),
  period text NOT NULL CONSTRAINT feed_quotas_period_check CHECK (period IN ('day', 'month')),
  -- By the provider's calendar and clock.
  begins_at timestamptz NOT NULL,
  renewed_at timestamptz NOT NULL,
  limit_units bigint NOT NULL,
  left_units bigint NOT NULL,
  -- Reserved, and not heard of yet.
  in_flight bigint NOT NULL DEFAULT 0,
  -- By us, less what was given back. What is neither left nor ours was spent by others.
  spent_units bigint NOT NULL DEFAULT 0,
  requests bigint NOT NULL DEFAULT 0,
  -- When an answer last told what is left, or by its date which period it belongs to.
  told_at timestamptz,
  -- How many units a period has, as an answer said. The next one begins with as many.
  told_limit bigint,
  -- By how much the provider's clock is ahead of ours, as its last dated answer showed.
  clock_ahead interval NOT NULL DEFAULT '0',
  CONSTRAINT feed_quotas_pkey PRIMARY KEY (provider, key_name, api, set_by, period, begins_at),
  CONSTRAINT feed_quotas_span_check CHECK (renewed_at > begins_at),
  CONSTRAINT feed_quotas_units_check CHECK (left_units BETWEEN 0 AND limit_units AND in_flight >= 0
    AND spent_units >= 0 AND requests >= 0)
);
COMMENT ON TABLE feed_quotas IS
  'operations; kept for 100 days after renewed_at; what a month cost is compared with the ones '
  'before';

-- Status codes that a provider's table does not have: counted and alerted, never guessed.
CREATE TABLE unknown_codes (
  provider text NOT NULL,
  code text NOT NULL,
  seen bigint NOT NULL DEFAULT 1,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  CONSTRAINT unknown_codes_pkey PRIMARY KEY (provider, code)
);
COMMENT ON TABLE unknown_codes IS
  'operations; kept for 90 days after last_seen_at; a code that nobody sends any more needs no '
  'entry';

-- Who is the one that works. The epoch grows with every change of hands, and every write of the
-- fetcher checks it.
CREATE TABLE leases (
  name text CONSTRAINT leases_pkey PRIMARY KEY,
  holder text NOT NULL,
  epoch bigint NOT NULL,
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE leases IS 'operations; kept until replaced; there is one row a lease';

-- What the bot must not forget between two runs: the digest of its registered commands, the
-- gateway session that it may resume.
CREATE TABLE bot_state (
  key text CONSTRAINT bot_state_pkey PRIMARY KEY,
  value jsonb NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT app_now()
);
COMMENT ON TABLE bot_state IS
  'operations; kept until replaced; there is one row a thing to remember';

-- How each process is, in figures, written every 15 seconds: whoever watches reads these small rows
-- and nothing else.
CREATE TABLE health_rows (
  program text NOT NULL
    CONSTRAINT health_rows_program_check CHECK (program IN ('bot', 'fetcher')),
  instance text NOT NULL
    CONSTRAINT health_rows_instance_check CHECK (length(instance) BETWEEN 1 AND 64),
  written_at timestamptz NOT NULL,
  -- When it was told to stop. Nothing: it was not.
  stopped_at timestamptz,
  -- When it was started again, in the last hour; sixteen times at most.
  restarts timestamptz[] NOT NULL DEFAULT '{}',
  -- By name, as they are exported.
  figures jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT health_rows_pkey PRIMARY KEY (program, instance),
  CONSTRAINT health_rows_size_check
    CHECK (cardinality(restarts) <= 16 AND length(figures::text) <= 8192)
-- Each page has room for the rows' next versions.
) WITH (fillfactor = 25);
COMMENT ON TABLE health_rows IS
  'operations; kept until replaced; there is one row a process, and none long after it';

-- What the operator was told of broken rules, and which are about to be told.
CREATE TABLE alerts (
  rule text NOT NULL CONSTRAINT alerts_rule_check CHECK (length(rule) BETWEEN 1 AND 64),
  -- The process, as `bot@host`; empty where it is about the database.
  subject text NOT NULL CONSTRAINT alerts_subject_check CHECK (length(subject) <= 80),
  -- Since when the rule is broken.
  since timestamptz NOT NULL,
  told_at timestamptz,
  -- Since when it is kept again, while the all-clear waits.
  fine_since timestamptz,
  -- When the last all-clear was given. The rule is not told again soon after it.
  cleared_at timestamptz,
  CONSTRAINT alerts_pkey PRIMARY KEY (rule, subject)
);
COMMENT ON TABLE alerts IS
  'operations; kept until replaced; there is one row a rule and process, and none long after it';

-- How work that operators start, or a timer, ended the last time.
CREATE TABLE operator_jobs (
  name text CONSTRAINT operator_jobs_pkey PRIMARY KEY
    CONSTRAINT operator_jobs_name_check CHECK (name IN ('audit', 'backup')),
  ended_at timestamptz NOT NULL,
  is_good boolean NOT NULL
);
COMMENT ON TABLE operator_jobs IS
  'operations; kept until replaced; there is one row a job';

-- When a shard of the bot last started a session, by bucket: Discord takes one of each in five
-- seconds, whichever process it comes from. Times are the server's own, which no demo moves.
CREATE TABLE identify_slots (
  application_id bigint NOT NULL,
  -- The number of the shard, modulo what Discord calls max_concurrency.
  bucket int NOT NULL CONSTRAINT identify_slots_bucket_check CHECK (bucket >= 0),
  taken_at timestamptz NOT NULL,
  CONSTRAINT identify_slots_pkey PRIMARY KEY (application_id, bucket)
);
COMMENT ON TABLE identify_slots IS
  'operations; kept until replaced; there is one row a bucket';

GRANT SELECT ON poll_log, unknown_codes TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT ON poll_log TO dbsbm_fetcher;
GRANT SELECT, INSERT, UPDATE (answered_at, refused_at, reason) ON feed_forms TO dbsbm_fetcher;
GRANT SELECT, INSERT, UPDATE (failures, reason, since, until, ended_at) ON feed_rests
  TO dbsbm_fetcher;
GRANT SELECT, INSERT, UPDATE (fields, day) ON feed_shapes TO dbsbm_fetcher;
GRANT SELECT, INSERT, UPDATE (told, found_at, ended_at) ON feed_shape_changes TO dbsbm_fetcher;
GRANT SELECT, INSERT, UPDATE (limit_units, left_units, in_flight, spent_units, requests, told_at,
  told_limit, clock_ahead) ON feed_quotas TO dbsbm_fetcher;
GRANT SELECT, INSERT ON kept_answers TO dbsbm_fetcher;
GRANT INSERT, UPDATE (seen, last_seen_at) ON unknown_codes TO dbsbm_fetcher;
GRANT SELECT, INSERT, UPDATE (holder, epoch, expires_at) ON leases TO dbsbm_fetcher;
-- What the comments of these tables give a term is forgotten by `code.forget_rows`, which may delete
-- what this role may.
GRANT SELECT, DELETE ON poll_log, kept_answers, feed_rests, feed_shape_changes, feed_quotas,
  unknown_codes TO dbsbm_settling;
-- To hold it as it is needs the right to change a column.
GRANT SELECT, UPDATE (expires_at) ON leases TO dbsbm_settling;
-- Whether anybody works is one of the bot's health checks, and either program may be the one that
-- watches. The bot holds no other lease.
GRANT SELECT, INSERT, UPDATE (holder, epoch, expires_at) ON leases TO dbsbm_bot;
ALTER TABLE leases ENABLE ROW LEVEL SECURITY;
CREATE POLICY leases_all ON leases TO dbsbm_fetcher, dbsbm_settling USING (true);
CREATE POLICY leases_seen ON leases FOR SELECT TO dbsbm_bot USING (true);
CREATE POLICY leases_new ON leases FOR INSERT TO dbsbm_bot WITH CHECK (name = 'watcher');
CREATE POLICY leases_own ON leases FOR UPDATE TO dbsbm_bot USING (name = 'watcher');
GRANT SELECT, INSERT, UPDATE (written_at, stopped_at, restarts, figures), DELETE ON health_rows
  TO dbsbm_bot, dbsbm_fetcher;
GRANT SELECT, INSERT, UPDATE (since, told_at, fine_since, cleared_at), DELETE ON alerts
  TO dbsbm_bot, dbsbm_fetcher;
GRANT SELECT ON operator_jobs TO dbsbm_bot, dbsbm_fetcher;
GRANT INSERT, UPDATE (ended_at, is_good) ON operator_jobs TO dbsbm_fetcher;
GRANT SELECT, INSERT, UPDATE (value, saved_at), DELETE ON bot_state TO dbsbm_bot;
GRANT SELECT, INSERT, UPDATE (taken_at) ON identify_slots TO dbsbm_bot;
