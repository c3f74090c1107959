-- Whoever was told that a game is under review is told that it no longer is.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check,
  ADD CONSTRAINT notices_kind_check CHECK (kind IN ('ticket_placed', 'game_results',
    'direct_message', 'review_opened', 'correction', 'review_ended'));
