### What everybody in a channel reads: slips, results, the standing board, and what went wrong.

## Who plays whom

public-game-at = { $first } at { $second }
public-game-v = { $first } v { $second }
public-joiner-at = at
public-joiner-v = v

## States

public-state-open = OPEN
public-state-legs-in = { $in } OF { $legs } IN
public-state-won = WON
public-state-lost = LOST
public-state-push = PUSH
public-state-void = VOID
public-state-half-won = HALF WON
public-state-half-lost = HALF LOST
public-state-refunded = REFUNDED
public-state-partial-won = PART WON
public-state-partial-lost = PART LOST
public-state-cancelled = CANCELLED
public-leg-open = Open
public-leg-won = Won
public-leg-lost = Lost
public-leg-push = Push
public-leg-void = Void
public-leg-half-won = Half won
public-leg-half-lost = Half lost
public-leg-dead-heat = Dead heat

## The slip's picture

slip-member = Member { $number }
slip-risk = Risk
slip-to-win = to win { $amount }
slip-back = stake back { $amount }
slip-foot-time = { $league }, { $time }
slip-corrected = CORRECTED
slip-was = Was { $state }, { $money }
slip-leg-note-open = { $game }, { $time }
slip-leg-note-final = { $first } { $first-score }, { $second } { $second-score }, final
slip-leg-note-not-played = { $game }, { $why }
slip-parlay-all = All { $legs } must win
slip-parlay-dropped = { $count ->
    [one] { $before } before 1 leg dropped out
   *[other] { $before } before { $count } legs dropped out
}
slip-more-legs = { $count ->
    [one] +1 leg
   *[other] +{ $count } legs
}

## The slip's text

slip-head-open = **{ $name }** · **{ $pick }** at **{ $price }** · { $stake } { $money }
slip-head-done = **{ $name }** · **{ $money }** · { $state } · { $pick } at { $price } · { $stake } staked, { $returned } back
slip-head-lost = **{ $name }** · **{ $money }** · { $state } · { $pick } at { $price } · { $stake } staked
slip-head-cancelled = **{ $name }** · taken back · { $pick } at { $price } · { $stake } back
slip-line-open = { $game } · { $league } · <t:{ $start }:f> (<t:{ $start }:R>)
slip-line-final = { $first } { $first-score }, { $second } { $second-score } · final · { $league } · <t:{ $start }:d>
slip-line-not-played = { $game } · { $why } · { $league }
slip-leg = { $number }. { $pick } ({ $price })
slip-leg-said = { $number }. { $pick } ({ $price }) · { $note }
slip-leg-decided = { $number }. { $pick } ({ $price }) · { $state } · { $note }
slip-corrected-line = Corrected. { $was }.
slip-foot = -# { $bookmaker } · placed <t:{ $placed }:f> · ticket { $code }
slip-why = Why

## Results

results-head-final = **{ $first } { $first-score }, { $second } { $second-score }** · final · { $league }
results-head-not-played = **{ $game }** · { $why } · { $league }
results-line = `{ $money }` { $name } · { $pick }
results-line-parlay = `{ $money }` { $name } · { $parlay } · { $pick }
results-more = { $count ->
    [one] and 1 more: { $parts }
   *[other] and { $count } more: { $parts }
}
results-more-won = { $count } won { $amount }
results-more-lost = { $count } lost { $amount }
results-more-back = { $count } got the stake back
results-running = { $count ->
    [one] 1 parlay goes on.
   *[other] { $count } parlays go on.
}
results-none = No ticket was decided by it.
results-corrected = { $tickets ->
    [0] -# Corrected { $from } to { $to } <t:{ $at }:f>: no ticket changed
    [one] -# Corrected { $from } to { $to } <t:{ $at }:f>: 1 ticket changed
   *[other] -# Corrected { $from } to { $to } <t:{ $at }:f>: { $tickets } tickets changed
}
results-corrected-beside = { $tickets ->
    [one] -# { $game } was corrected: 1 ticket here changed
   *[other] -# { $game } was corrected: { $tickets } tickets here changed
}
results-corrected-money = { $said }, { $before } became { $after }
results-score = { $first }-{ $second }
results-cancelled = cancelled
results-postponed = postponed
results-abandoned = abandoned
results-mine = Mine
resettled-head = **{ $game }** · the result was corrected from { $from } to { $to }, and settled tickets changed:
resettled-foot = -# Correction of { $game }, result { $version }, <t:{ $at }:f>

## Mine: the private answer to the button

mine-none = You had no ticket on { $game }.
mine-head = Your tickets on { $game }
mine-line = `{ $money }` { $pick } · { $state } · ticket { $code }
mine-line-open = { $pick } · still running · ticket { $code }
mine-why = Why { $code }

## Direct messages

direct-head = **{ $money }** · { $pick } at { $price } · { $state }
direct-corrected = The result was corrected: { $before } became { $after }
direct-link = The slip: { $link }
direct-foot = -# You asked for this in { $server }, where `/balance` stops it. Ticket { $code }, settlement { $settlement }

## The standing board

board-head = **Open games** · play units, no value
board-head-more = **Open games** · showing { $shown } of { $games } · play units, no value
board-none = Nothing is open right now.
board-game = **{ $game }** · { $league } · <t:{ $start }:f> (<t:{ $start }:R>)
    { $prices }
board-game-bare = **{ $game }** · { $league } · <t:{ $start }:f> (<t:{ $start }:R>)
board-price = { $pick } { $price }
board-bet = Bet
board-all = All games

## What went wrong

trouble-post = I cannot post in <#{ $channel }>: { $reason }. Bets stand and are settled; their slips and results are missing there. Whoever runs this server can mend it in the channel's permissions, or choose another channel with `/setup`.
trouble-permission = a permission is missing (View Channel, Send Messages or Attach Files)
trouble-channel = the channel is gone
trouble-slip = Your bet { $code } stands, but its slip could not be posted in <#{ $channel }>: { $reason }.
