-- What scores alone do not tell, as canonical JSON: how a match ended, who played, a field's places.
ALTER TABLE provider_reports ADD COLUMN facts jsonb NOT NULL DEFAULT '{}';
ALTER TABLE results ADD COLUMN facts jsonb NOT NULL DEFAULT '{}';

ALTER TABLE games DROP CONSTRAINT games_status_check;
ALTER TABLE games ADD CONSTRAINT games_status_check CHECK (status IN
  ('scheduled', 'live', 'suspended', 'postponed', 'final', 'cancelled', 'abandoned', 'walkover',
   'retired', 'no_contest'));
ALTER TABLE results DROP CONSTRAINT results_status_check;
ALTER TABLE results ADD CONSTRAINT results_status_check CHECK (status IN
  ('final', 'suspended', 'postponed', 'cancelled', 'abandoned', 'walkover', 'retired',
   'no_contest'));
ALTER TABLE grades DROP CONSTRAINT grades_outcome_check;
ALTER TABLE grades ADD CONSTRAINT grades_outcome_check CHECK (outcome IN
  ('won', 'lost', 'push', 'void', 'half_won', 'half_lost', 'dead_heat'));

-- Who is compared, in a head-to-head or a group, in order of id; empty elsewhere.
ALTER TABLE markets ADD COLUMN entrants uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE markets DROP CONSTRAINT markets_question_key;
ALTER TABLE markets ADD CONSTRAINT markets_question_key UNIQUE NULLS NOT DISTINCT
  (game_id, competition_id, kind, period, subject, statistic, line, entrants);
