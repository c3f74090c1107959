DROP TABLE result_scores, results, provider_reports, game_refs, game_competitors, games,
  competitor_refs, competitors, competitions, leagues;
