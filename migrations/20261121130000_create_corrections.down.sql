DROP FUNCTION move_by_admin(bigint, uuid, uuid, int, boolean, bigint);
-- What the older constraints cannot hold goes with what they know nothing of.
DELETE FROM notices WHERE kind = 'correction';
WITH gone AS (
  DELETE FROM transfers WHERE cause_kind = 'admin_grant'
  RETURNING guild_id, season, coalesce(credit_member, debit_member) AS member_id,
    CASE WHEN credit_member IS NULL THEN -amount ELSE amount END AS given
), added AS (
  SELECT guild_id, season, member_id, sum(given)::bigint AS given FROM gone GROUP BY 1, 2, 3
)
UPDATE accounts a SET balance = a.balance - g.given FROM added g
WHERE a.guild_id = g.guild_id AND a.season = g.season AND a.member_id = g.member_id
  AND a.kind = 'cash';
ALTER TABLE notices DROP CONSTRAINT notices_kind_check,
  ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('ticket_placed', 'game_results', 'direct_message', 'review_opened'));
ALTER TABLE transfers DROP CONSTRAINT transfers_cause_check,
  ADD CONSTRAINT transfers_cause_check CHECK (cause_kind IN ('grant', 'relief', 'ticket'));
DROP TABLE correction_drafts;
DROP TABLE corrected_members;
DROP TABLE corrected_tickets;
DROP TABLE rulings;
DROP TABLE corrections;
ALTER TABLE settlements DROP CONSTRAINT settlements_cause_check;
UPDATE settlements SET cause = 'result' WHERE cause = 'admin';
ALTER TABLE settlements
  ADD CONSTRAINT settlements_cause_check CHECK (cause IN ('result', 'cancel'));
