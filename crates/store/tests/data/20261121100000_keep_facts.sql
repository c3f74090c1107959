UPDATE provider_reports SET facts = '{"best_of":3}';
