DROP INDEX kept_answers_by_reference;
ALTER TABLE kept_answers DROP COLUMN reference;
ALTER TABLE poll_log DROP CONSTRAINT poll_log_outcome_check;
UPDATE poll_log SET outcome = 'refused' WHERE outcome = 'bad_request';
ALTER TABLE poll_log ADD CONSTRAINT poll_log_outcome_check CHECK (outcome IN
  ('changed', 'unchanged', 'throttled', 'unavailable', 'refused', 'garbled', 'too_large'));
DROP TABLE feed_forms;
