### What everyone reads about games under review and about the rules.

## A game under review

review-head = **{ $game }** is under review · { $league }
review-why-disagreement = The sources disagree on how it ended. Nothing is paid until that is decided.
review-why-unclear = The reported result doesn't add up. Nothing is paid until it is decided.
review-why-opponent = Another opponent is reported for this game. Nothing is paid until it is decided.
review-why-unreadable = The sources say it's over, but not how it ended. Nothing is paid until it is decided.
review-why-overdue = It should be over by now, and no source says so. Nothing is paid until its result is known.
review-why-late = A correction came too late to be applied automatically. Graded bets stand until it is decided.
review-why-played = Bets on it were returned because it was moved too far, and now it's back near its old date. Nothing more is paid until that is decided.
review-why-withdrawn = No source reports the result its bets were graded on any more. Graded bets stand until it is decided.
review-why-contradicts = A source contradicts what was decided. Graded bets stand until it is decided.
review-said = { $source }: { $end } (<t:{ $at }:t>)
review-final = Final
review-score = { $first } { $first-score }, { $second } { $second-score }, final
review-operator = The bot operator
review-stake-open = { $open ->
    [one] 1 bet with { $stakes } at stake here is waiting for it.
   *[other] { $open } bets with { $stakes } at stake here are waiting for it.
}
review-stake-settled = { $settled ->
    [one] 1 graded bet here depends on it: { $stakes } staked, { $paid } paid back.
   *[other] { $settled } graded bets here depend on it: { $stakes } staked, { $paid } paid back.
}
review-stake-both = { $open ->
    [one] 1 open bet
   *[other] { $open } open bets
} and { $settled } graded here depend on it: { $stakes } staked, { $paid } paid back.
review-who = The sources may still agree, or the bot operator decides. Server managers can decide for this server only: { $correct }
review-foot = -# Review { $number } of { $game }, since <t:{ $at }:f>
review-over = **{ $game }** is no longer under review · { $league } · { $stands }
review-stands-nothing = no result yet
review-gave-way = The sources now agree.
review-decided = The bot operator decided: { $reason }
review-ticket-disagreement = **Under review**: the sources disagree on how this game ended. Nothing is paid until that is decided.
review-ticket-unclear = **Under review**: the reported result of this game doesn't add up. Nothing is paid until it is decided.
review-ticket-opponent = **Under review**: another opponent is reported for this game. Nothing is paid until it is decided.
review-ticket-unreadable = **Under review**: this game is over, but the sources don't say how it ended. Nothing is paid until it is decided.
review-ticket-overdue = **Under review**: this game should be over by now, and no source says so. Nothing is paid until its result is known.
review-ticket-late = **Under review**: a correction came late. Your grade stands until it is decided.
review-ticket-played = **Under review**: this game came back after bets on it were returned. Nothing more is paid until it is decided.
review-ticket-withdrawn = **Under review**: no source reports the result this was graded on any more. Your grade stands until it is decided.
review-ticket-contradicts = **Under review**: a source contradicts what was decided. Your grade stands until it is decided.

## The house rules of a sport

rules-about = Shows the house rules of a sport, with sources
rules-sport = Which sport. Default: the one with the most open games
rules-menu = Rules of another sport
rules-change = Choose a different rule
rules-changed = Changed for new bets. Bets already placed keep their rules.
rules-head = **House rules: { $sport }** · version { $version }
rules-foot = -# A ticket keeps the rules it was placed under. { $why } shows which rules decided it.
rules-chosen = **Where bookmakers disagree, this server uses**
rules-own = **{ $sport }**
rules-general = **Every sport**
rules-rule =
    { $says }
    -# { $source } · `{ $name }`

sport-american-football = American football
sport-basketball = Basketball
sport-baseball = Baseball
sport-ice-hockey = Ice hockey
sport-soccer = Soccer
sport-tennis = Tennis
sport-mixed-martial-arts = Mixed martial arts
sport-golf = Golf
sport-motorsport = Motorsport
sport-boxing = Boxing
sport-horse-racing = Horse racing
sport-esports = Esports
sport-cricket = Cricket
sport-rugby-union = Rugby union
sport-rugby-league = Rugby league
sport-australian-rules = Australian rules
sport-handball = Handball
sport-volleyball = Volleyball
sport-darts = Darts

## What a server can choose where bookmakers disagree

rules-choice-tennis-retirement-one-set = After a retirement or a disqualification, a bet on the winner stands once one set is complete.
rules-choice-tennis-retirement-two-sets = After a retirement or a disqualification, a bet on the winner stands once two sets are complete.
rules-choice-tennis-retirement-any = After a retirement or a disqualification, a bet on the winner stands once the first point is played.
rules-choice-tennis-retirement-finished-match = A bet on the winner is void unless the match is played to its end.
rules-choice-tennis-retirement-finished-or-disqualified = A bet on the winner is void unless the match is played to its end or a player is disqualified.
rules-choice-tennis-totals-void-all = Totals and handicaps in games are void unless the match is played to its end.
rules-choice-tennis-totals-keep-determined = If a match is not played to its end, totals and handicaps in games stand only where playing on could not have changed them.
rules-choice-pitchers-action = A bet stands no matter who pitches.
rules-choice-pitchers-listed = A bet is void if a listed starting pitcher doesn't start.
rules-choice-knockout-with-disqualification = A win by knockout includes one by disqualification.
rules-choice-knockout-alone = A win by knockout doesn't include one by disqualification.
rules-choice-half-round-over = A stoppage exactly in the middle of the line's round is over.
rules-choice-half-round-under = A stoppage exactly in the middle of the line's round is under.
rules-choice-half-round-push = A stoppage exactly in the middle of the line's round returns the stake.
rules-choice-never-started-void = An outright on a player who never tees off is void.
rules-choice-never-started-lose = An outright on a player who never tees off loses.
rules-choice-same-lap-classification = If both drivers retire on the same lap, the official classification decides.
rules-choice-same-lap-void = If both drivers retire on the same lap, the bet is void.
rules-choice-dead-heat-reduce = If a place is shared, only part of the stake wins: the places left, divided by those who share them.
rules-choice-dead-heat-pay-full = If a place is shared, everyone who shares it is paid in full.
rules-choice-fourth-quarter-alone = The fourth quarter counts only its own score.
rules-choice-fourth-quarter-with-overtime = The fourth quarter counts overtime too.
rules-choice-baseball-five-innings = In a game that is called early, the moneyline stands after five innings, or four and a half with the home side ahead.
rules-choice-baseball-full-length = In a game that is called early, the moneyline stands after nine innings, or eight and a half with the home side ahead.
rules-choice-baseball-player-starts = A bet on a player counts if the player starts the game.
rules-choice-baseball-player-plays = A bet on a player counts if the player plays at all.
rules-choice-hockey-regulation = If the market doesn't say, a total of one side counts regulation only.
rules-choice-hockey-with-overtime = If the market doesn't say, a total of one side counts overtime and the goal for the shoot-out.
rules-choice-hockey-without-shootout = If the market doesn't say, a total of one side counts overtime but not the shoot-out.
rules-choice-hockey-level-void = If a game is called while it is level and no tie was offered, the stake is returned.
rules-choice-hockey-level-dead-heat = If a game is called while it is level and no tie was offered, it is a dead heat: half of the stake wins.
rules-choice-substitutes-count = A bet on a player's statistic counts if the player comes on as a substitute.
rules-choice-substitutes-void = A bet on a player's statistic is void if the player comes on as a substitute.
rules-choice-cards-one-two = A yellow card counts 1, a red card 2.
rules-choice-cards-ten-twenty-five = A yellow card counts 10, a red card 25.
rules-choice-golf-holes = A tournament counts once 36 holes are played.
rules-choice-golf-round = A tournament counts once one round is played.
rules-choice-forfeit-void = A match that is forfeited after it started is void, unless a side was disqualified.
rules-choice-forfeit-winner = A match that is forfeited after it started is won by the side that goes through.
rules-choice-cricket-super-over = A tied limited-overs match is decided by its super over; without one it is a dead heat.
rules-choice-cricket-dead-heat = A tied limited-overs match is a dead heat, super over or not.
rules-choice-cricket-void = A tied limited-overs match is void, super over or not.
rules-choice-rugby-player-plays = A bet on a player who doesn't play is void.
rules-choice-rugby-player-squad = A bet on a player counts if the player is in the squad.
rules-choice-level-dead-heat = If it ends level and no draw was offered, it is a dead heat: half of the stake wins.
rules-choice-level-push = If it ends level and no draw was offered, the stake is returned.
