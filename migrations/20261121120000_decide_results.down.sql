DELETE FROM deliveries WHERE kind = 'review_opened';
DELETE FROM notices WHERE kind = 'review_opened';
ALTER TABLE notices DROP CONSTRAINT notices_kind_check,
  ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('ticket_placed', 'game_results', 'direct_message'));
DROP TABLE review_ends, review_claims, reviews;
ALTER TABLE games DROP COLUMN open_review, DROP COLUMN decide_at, DROP COLUMN booked_for;
ALTER TABLE results DROP COLUMN basis;
