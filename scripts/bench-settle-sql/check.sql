-- The laws of the books over everything that is there: each line is one that is broken.
WITH sides AS (
  SELECT guild_id, season, debit_member AS member, debit_kind AS kind, -amount AS change
  FROM transfers WHERE debit_member IS NOT NULL
  UNION ALL
  SELECT guild_id, season, credit_member, credit_kind, amount
  FROM transfers WHERE credit_member IS NOT NULL
), added AS (
  SELECT guild_id, season, member, kind, sum(change) AS sum FROM sides GROUP BY 1, 2, 3, 4
)
SELECT format('account %s of %s holds %s, its transfers make %s', a.kind, a.member_id, balance, sum)
FROM accounts a FULL JOIN added d ON a.guild_id = d.guild_id AND a.season = d.season
  AND a.member_id = d.member AND a.kind = d.kind
WHERE balance IS DISTINCT FROM coalesce(sum, 0)
LIMIT 10;

SELECT format('the accounts of server %s hold %s together', guild_id, sum(held))
FROM (
  SELECT guild_id, balance AS held FROM accounts
  UNION ALL SELECT guild_id, -amount FROM transfers WHERE debit_member IS NULL
  UNION ALL SELECT guild_id, amount FROM transfers WHERE credit_member IS NULL) all_of_it
GROUP BY guild_id HAVING sum(held) <> 0
LIMIT 10;

SELECT format('%s at risk of %s, %s in open tickets', balance, member_id, coalesce(staked, 0))
FROM accounts a
LEFT JOIN (
  SELECT guild_id, member_id, season, sum(stake) AS staked FROM tickets WHERE state = 'open'
  GROUP BY 1, 2, 3) t USING (guild_id, member_id, season)
WHERE kind = 'at_risk' AND balance <> coalesce(staked, 0)
LIMIT 10;

-- One effective settlement a ticket: numbered from 1, and the head is the last.
SELECT format('ticket %s is %s after %s of %s settlements', t.ticket_id, t.state, count(s.sequence),
  t.settled_seq)
FROM tickets t LEFT JOIN settlements s USING (guild_id, ticket_id)
GROUP BY t.guild_id, t.ticket_id
HAVING count(s.sequence) <> t.settled_seq OR coalesce(max(s.sequence), 0) <> t.settled_seq
  OR t.state IS DISTINCT FROM
    coalesce((array_agg(s.state ORDER BY s.sequence DESC))[1], 'open')
  OR t.returned IS DISTINCT FROM (array_agg(s.returned ORDER BY s.sequence DESC))[1]
LIMIT 10;

-- Every single on the game is settled; a parlay is open only while a leg of it is to come.
SELECT format('ticket %s is open, and nothing of it is to come', t.ticket_id)
FROM tickets t
WHERE t.state = 'open' AND NOT EXISTS (
  SELECT 1 FROM legs l JOIN games g USING (game_id)
  WHERE l.guild_id = t.guild_id AND l.ticket_id = t.ticket_id AND g.result_version = 0)
LIMIT 10;

SELECT format('server %s was told %s times', g.guild_id, count(n.subject))
FROM (SELECT DISTINCT guild_id FROM tickets) g
LEFT JOIN notices n ON n.guild_id = g.guild_id AND n.kind = 'game_results'
GROUP BY g.guild_id HAVING count(n.subject) <> 1
LIMIT 10;

SELECT format('%s slips are not stamped', count(*))
FROM slips s JOIN tickets t USING (guild_id, ticket_id)
LEFT JOIN stamps d USING (guild_id, ticket_id)
WHERE (d.ticket_id IS NOT NULL) <> (t.settled_seq > 0)
HAVING count(*) > 0;
