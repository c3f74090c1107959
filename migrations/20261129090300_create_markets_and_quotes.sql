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

CREATE TABLE selections (
  selection_id uuid CONSTRAINT selections_pkey PRIMARY KEY,
  market_id uuid NOT NULL CONSTRAINT selections_market_fkey REFERENCES markets,
  side text NOT NULL,
  CONSTRAINT selections_side_key UNIQUE (market_id, side)
);

CREATE TABLE bookmakers (
  bookmaker_id uuid CONSTRAINT bookmakers_pkey PRIMARY KEY,
  code text NOT NULL CONSTRAINT bookmakers_code_key UNIQUE,
  name text NOT NULL
);

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
  CONSTRAINT quotes_pkey PRIMARY KEY (selection_id, bookmaker_id),
  CONSTRAINT quotes_price_check CHECK (price_den > 0 AND price_num > price_den)
);

-- Opening and closing prices, kept for ever. A price of after the start can be neither.
CREATE TABLE quote_marks (
  selection_id uuid NOT NULL CONSTRAINT quote_marks_selection_fkey REFERENCES selections,
  bookmaker_id uuid NOT NULL CONSTRAINT quote_marks_bookmaker_fkey REFERENCES bookmakers,
  mark text NOT NULL CONSTRAINT quote_marks_mark_check CHECK (mark IN ('opening', 'closing')),
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
  CONSTRAINT quote_marks_before_start_check CHECK (source_at < start_at)
);

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
  source_at timestamptz NOT NULL
) PARTITION BY RANGE (seen_at);
CREATE INDEX quote_changes_by_selection ON quote_changes (selection_id, bookmaker_id, seen_at);
CREATE TABLE quote_changes_other PARTITION OF quote_changes DEFAULT;

GRANT SELECT ON markets, selections, bookmakers, quotes, quote_marks, quote_changes
  TO dbsbm_bot, dbsbm_fetcher, dbsbm_books;
GRANT INSERT ON markets, selections, bookmakers, quotes, quote_marks, quote_changes
  TO dbsbm_fetcher;
GRANT UPDATE ON bookmakers, quotes, quote_marks TO dbsbm_fetcher;
