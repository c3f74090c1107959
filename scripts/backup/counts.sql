-- How much of the books was there at a moment: a line for each table, for two databases to be compared.
-- Variables: moment. Readable by the owner and by dbsbm_fetcher.
SELECT 'tickets', count(*) FROM tickets WHERE placed_at <= :'moment'
UNION ALL
SELECT 'legs', count(*) FROM legs l JOIN tickets t USING (guild_id, ticket_id)
WHERE t.placed_at <= :'moment'
UNION ALL
SELECT 'stakes', coalesce(sum(stake), 0) FROM tickets WHERE placed_at <= :'moment'
UNION ALL
SELECT 'settlements', count(*) FROM settlements WHERE settled_at <= :'moment'
UNION ALL
SELECT 'returns', coalesce(sum(returned), 0) FROM settlements WHERE settled_at <= :'moment'
UNION ALL
SELECT 'transfers', count(*) FROM transfers WHERE recorded_at <= :'moment'
UNION ALL
SELECT 'units moved', coalesce(sum(amount), 0) FROM transfers WHERE recorded_at <= :'moment'
UNION ALL
SELECT 'corrections', count(*) FROM corrections WHERE made_at <= :'moment'
UNION ALL
SELECT 'results', count(*) FROM results WHERE decided_at <= :'moment'
UNION ALL
SELECT 'reports', count(*) FROM provider_reports WHERE received_at <= :'moment';
