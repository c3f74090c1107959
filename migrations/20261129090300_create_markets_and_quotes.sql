-- A question about a game. A new kind of market adds no column.
CREATE TABLE markets (
  market_id uuid CONSTRAINT markets_pkey PRIMARY KEY,
  game_id uuid NOT NULL CONSTRAINT markets_game_fkey REFERENCES games,
  kind text NOT NULL,
  period text NOT NULL,
  subject uuid CONSTRAINT markets_subject_fkey REFERENCES competitors,
  statistic text,
  -- In quarters of a point; for a spread, the home side's.
  line int,
  -- Who is compared, in a head-to-head or a group, in order of id; empty elsewhere.
  entrants uuid[] NOT NULL DEFAULT '{}',
  CONSTRAINT markets_question_key UNIQUE NULLS NOT DISTINCT
    (game_id, kind, period, subject, statistic, line, entrants)
);
COMMENT ON TABLE markets IS 'games; kept for good; legs and grades name them';

CREATE TABLE selections (
  selection_id uuid CONSTRAINT selections_pkey PRIMARY KEY,
  market_id uuid NOT NULL CONSTRAINT selections_market_fkey REFERENCES markets,
  side text NOT NULL,
  CONSTRAINT selections_side_key UNIQUE (market_id, side)
);
COMMENT ON TABLE selections IS 'games; kept for good; legs and grades name them';

CREATE TABLE bookmakers (
  bookmaker_id uuid CONSTRAINT bookmakers_pkey PRIMARY KEY,
  code text NOT NULL CONSTRAINT bookmakers_code_key UNIQUE,
  name text NOT NULL
);
COMMENT ON TABLE bookmakers IS 'games; kept for good; legs say whose price was taken';

-- A question that one feed is asked again and again. A good answer dates it, and with it every price
-- that it carried: what stays as it is needs no write to stay fresh.
CREATE TABLE feed_questions (
  question_id uuid CONSTRAINT feed_questions_pkey PRIMARY KEY,
  provider text NOT NULL,
  -- As in the poll log: `NFL/quotes`, a file's name.
  feed text NOT NULL,
  -- When the question was asked that was answered last. Nothing: it never was, as a whole.
  answered_at timestamptz,
  -- How many good answers there were.
  answers bigint NOT NULL DEFAULT 0,
  CONSTRAINT feed_questions_feed_key UNIQUE (provider, feed)
);
COMMENT ON TABLE feed_questions IS
  'games; kept until replaced; there is one row a question, and prices take their age from it';

-- How long a price holds after the answer that it came by, the nearer the start the shorter. What
-- is said of a feed comes before what is said of a sport, and both before what is said of all.
CREATE TABLE price_lifetimes (
  -- `*` for every one.
  provider text NOT NULL,
  sport text NOT NULL,
  -- Holds from so long before the start.
  starts_within interval NOT NULL,
  lifetime interval NOT NULL,
  CONSTRAINT price_lifetimes_pkey PRIMARY KEY (provider, sport, starts_within),
  CONSTRAINT price_lifetimes_spans_check CHECK (starts_within > '0' AND lifetime > '0')
);
COMMENT ON TABLE price_lifetimes IS 'settings; kept until replaced; they are part of the schema';
-- The days ahead are asked about once an hour, games at hand every minute from half an hour before
-- they start: two answers that fail are borne, a third is not. Line-ups of soccer come out an hour
-- before, and prices with them. The season server's days last minutes.
INSERT INTO price_lifetimes (provider, sport, starts_within, lifetime) VALUES
  ('*', '*', '100 years', '3 hours'),
  ('*', '*', '20 minutes', '10 minutes'),
  ('*', 'soccer', '100 years', '3 hours'),
  ('*', 'soccer', '1 hour', '90 minutes'),
  ('*', 'soccer', '20 minutes', '10 minutes');

-- The price that can be had now. An unchanged price writes nothing.
CREATE TABLE quotes (
  selection_id uuid NOT NULL CONSTRAINT quotes_selection_fkey REFERENCES selections,
  bookmaker_id uuid NOT NULL CONSTRAINT quotes_bookmaker_fkey REFERENCES bookmakers,
  price_num bigint NOT NULL,
  price_den bigint NOT NULL,
  price_format text NOT NULL,
  price_number text NOT NULL,
  source_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  -- Set when the bookmaker no longer offers it.
  taken_down_at timestamptz,
  -- By which question it comes. Nothing when no answer carries it any more: nobody knows then
  -- whether it holds.
  question_id uuid CONSTRAINT quotes_question_fkey REFERENCES feed_questions,
  CONSTRAINT quotes_pkey PRIMARY KEY (selection_id, bookmaker_id),
  CONSTRAINT quotes_price_check CHECK (price_den > 0 AND price_num > price_den)
-- A price that moves finds room beside the old one, and no index has to be told.
) WITH (fillfactor = 70);
COMMENT ON TABLE quotes IS
  'games; kept until replaced; each price takes the place of the last, and a game that is over '
  'keeps its last ones';
CREATE INDEX quotes_by_question ON quotes (question_id);

-- Opening and closing prices, kept for ever, and the last price of after the start, which can be
-- neither of them and is never on offer.
CREATE TABLE quote_marks (
  selection_id uuid NOT NULL CONSTRAINT quote_marks_selection_fkey REFERENCES selections,
  bookmaker_id uuid NOT NULL CONSTRAINT quote_marks_bookmaker_fkey REFERENCES bookmakers,
  mark text NOT NULL CONSTRAINT quote_marks_mark_check
    CHECK (mark IN ('opening', 'closing', 'in_play')),
  price_num bigint NOT NULL,
  price_den bigint NOT NULL,
  price_format text NOT NULL,
  price_number text NOT NULL,
  source_at timestamptz NOT NULL,
  -- False where the feed gives no time and `source_at` is only known to lie before the start.
  source_stated boolean NOT NULL,
  seen_at timestamptz NOT NULL,
  start_at timestamptz NOT NULL,
  CONSTRAINT quote_marks_pkey PRIMARY KEY (selection_id, bookmaker_id, mark),
  CONSTRAINT quote_marks_price_check CHECK (price_den > 0 AND price_num > price_den),
  CONSTRAINT quote_marks_before_start_check CHECK (mark = 'in_play' OR source_at < start_at)
);
COMMENT ON TABLE quote_marks IS
  'games; kept for good; opening and closing prices are the history that bets are compared with';

-- Every move of a price. Dropped by the month, so nothing references it.
CREATE TABLE quote_changes (
  seen_at timestamptz NOT NULL,
  selection_id uuid NOT NULL,
  bookmaker_id uuid NOT NULL,
  -- Nothing when it was taken down.
  price_num bigint,
  price_den bigint,
  price_format text,
  price_number text,
  source_at timestamptz NOT NULL,
  -- Set where the feed calls it a price of a game in play. Any other belongs to the time before the
  -- start or after it by its own time, which says something else once a start is moved.
  in_play boolean NOT NULL DEFAULT false
) PARTITION BY RANGE (seen_at);
COMMENT ON TABLE quote_changes IS
  'games; kept for 6 months after seen_at; the moves of a season are looked at, and they are '
  'most of the database';
CREATE INDEX quote_changes_by_selection ON quote_changes (selection_id, bookmaker_id, seen_at);
CREATE TABLE quote_changes_other PARTITION OF quote_changes DEFAULT;

GRANT SELECT ON markets, selections, bookmakers, feed_questions, price_lifetimes, quotes,
  quote_marks, quote_changes TO dbsbm_bot, dbsbm_fetcher, dbsbm_books;
GRANT INSERT ON markets, selections, bookmakers, feed_questions, quotes, quote_marks,
  quote_changes TO dbsbm_fetcher;
GRANT SELECT, DELETE ON quote_changes_other TO dbsbm_settling;
GRANT UPDATE ON bookmakers, feed_questions, quotes, quote_marks TO dbsbm_fetcher;
-- A game may have begun earlier than was known: what was called its closing price is none then.
GRANT DELETE ON quote_marks TO dbsbm_fetcher;
