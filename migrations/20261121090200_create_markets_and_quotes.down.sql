DROP FUNCTION drop_quote_partitions(date);
DROP FUNCTION ensure_quote_partition(date);
DROP TABLE quote_changes, quote_marks, quotes, bookmakers, selections, markets;
