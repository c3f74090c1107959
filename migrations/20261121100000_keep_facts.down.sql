ALTER TABLE markets DROP CONSTRAINT markets_question_key;
ALTER TABLE markets DROP COLUMN entrants;
ALTER TABLE markets ADD CONSTRAINT markets_question_key UNIQUE NULLS NOT DISTINCT
  (game_id, competition_id, kind, period, subject, statistic, line);
ALTER TABLE grades DROP CONSTRAINT grades_outcome_check;
ALTER TABLE grades ADD CONSTRAINT grades_outcome_check CHECK (outcome IN
  ('won', 'lost', 'push', 'void', 'half_won', 'half_lost'));
ALTER TABLE results DROP CONSTRAINT results_status_check;
ALTER TABLE results ADD CONSTRAINT results_status_check CHECK (status IN
  ('final', 'postponed', 'cancelled', 'abandoned'));
ALTER TABLE games DROP CONSTRAINT games_status_check;
ALTER TABLE games ADD CONSTRAINT games_status_check CHECK (status IN
  ('scheduled', 'live', 'suspended', 'postponed', 'final', 'cancelled', 'abandoned'));
ALTER TABLE results DROP COLUMN facts;
ALTER TABLE provider_reports DROP COLUMN facts;
