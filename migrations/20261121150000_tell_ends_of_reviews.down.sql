DELETE FROM notices WHERE kind = 'review_ended';
ALTER TABLE notices DROP CONSTRAINT notices_kind_check,
  ADD CONSTRAINT notices_kind_check CHECK (kind IN ('ticket_placed', 'game_results',
    'direct_message', 'review_opened', 'correction'));
