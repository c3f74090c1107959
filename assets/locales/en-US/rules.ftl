### What everybody reads of games under review, and of the rules.

## A game under review

review-head = **{ $game }** is under review · { $league }
review-why-disagreement = The sources disagree on how it ended. Nothing is paid until it is decided.
review-why-late = A correction came after the time in which corrections are followed. What was settled stands until it is decided.
review-why-played = Its bets were given back because it was put off for too long; now it was played. What was settled stands until it is decided.
review-why-withdrawn = No source says any longer what its bets were settled on. What was settled stands until it is decided.
review-why-contradicts = A source contradicts what was decided. What was settled stands until it is decided.
review-said = { $source }: { $end } (<t:{ $at }:t>)
review-score = { $first } { $first-score }, { $second } { $second-score }, final
review-operator = Whoever runs this bot
review-stake-open = { $open ->
    [one] 1 ticket with { $stakes } at stake here waits for it.
   *[other] { $open } tickets with { $stakes } at stake here wait for it.
}
review-stake-settled = { $settled ->
    [one] 1 settled ticket here rests on it: { $stakes } staked, { $paid } paid back.
   *[other] { $settled } settled tickets here rest on it: { $stakes } staked, { $paid } paid back.
}
review-stake-both = { $open ->
    [one] 1 open ticket
   *[other] { $open } open tickets
} and { $settled } settled here rest on it: { $stakes } staked, { $paid } paid back.
review-who = The sources may come to agree, or whoever runs this bot decides. Who manages this server can decide for its tickets alone: { $correct }
review-foot = -# Review { $number } of { $game }, since <t:{ $at }:f>
review-over = **{ $game }** is no longer under review · { $league } · { $stands }
review-stands-nothing = no result yet
review-gave-way = The sources agree now.
review-decided = Whoever runs this bot decided: { $reason }
review-ticket-disagreement = **Under review**: the sources disagree on how this game ended, and nothing is paid until it is decided.
review-ticket-late = **Under review**: a correction came late. What was settled stands until it is decided.
review-ticket-played = **Under review**: this game was played after its bets were given back. What was settled stands until it is decided.
review-ticket-withdrawn = **Under review**: no source says any longer what this was settled on. It stands until it is decided.
review-ticket-contradicts = **Under review**: a source contradicts what was decided. What was settled stands until it is decided.
