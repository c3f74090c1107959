### What everyone in a channel reads: slips, results, the standing board, and what went wrong.

## Who plays whom

public-game-at = { $first } at { $second }
public-game-v = { $first } v { $second }
public-joiner-at = at
public-joiner-v = v

## Names

nobody-named = a member

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
public-state-partial-won = PARTLY WON
public-state-partial-lost = PARTLY LOST
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
slip-to-win-up-to = to win up to { $amount }
slip-back = { $amount } returned
slip-foot-time = { $league }, { $time }
slip-corrected = CORRECTED
slip-was = Was { $state }, { $money }
slip-leg-note-open = { $game }, { $time }
slip-leg-note-final = { $first } { $first-score }, { $second } { $second-score }, final
slip-leg-note-field = { $game }, final
slip-leg-note-ended = { $game }, { $how }
slip-parlay-all = { $legs ->
    [2] Both legs must win
   *[other] All { $legs } legs must win
}
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
slip-head-done = **{ $name }** · **{ $money }** · { $state } · { $pick } at { $price } · { $stake } staked, { $returned } returned
slip-head-lost = **{ $name }** · **{ $money }** · { $state } · { $pick } at { $price } · { $stake } staked
slip-head-back = **{ $name }** · **{ $state }** · { $pick } at { $price } · { $money }
slip-head-cancelled = **{ $name }** · CANCELLED · { $pick } at { $price } · { $stake } returned
slip-line-open = { $game } · { $league } · <t:{ $start }:f> (<t:{ $start }:R>)
slip-line-final = { $first } { $first-score }, { $second } { $second-score } · final · { $league } · <t:{ $start }:d>
slip-line-field = { $game } · final · { $league } · <t:{ $start }:d>
slip-line-ended = { $game } · { $how } · { $league }
slip-leg = { $number }. { $pick } ({ $price })
slip-leg-when = { $game } · <t:{ $start }:f>
slip-leg-said = { $number }. { $pick } ({ $price }) · { $note }
slip-leg-decided = { $number }. { $pick } ({ $price }) · { $state } · { $note }
slip-corrected-line = Corrected. { $was }.
slip-foot = -# { $bookmaker } · placed <t:{ $placed }:f> · ticket { $code }
slip-why = Why

## Results

results-head-final = **{ $scored }** · final · { $league }
results-scored = { $first } { $first-score }, { $second } { $second-score }
results-head-won = **{ $game }** · won by { $winners } · { $league }
results-head-shared = **{ $game }** · shared by { $winners } · { $league }
results-head-field = **{ $game }** · final · { $league }
results-head-ended = **{ $game }** · { $how } · { $league }
results-line = `{ $money }` { $name } · { $pick }
results-line-parlay = `{ $money }` { $name } · { $parlay } · { $pick }
results-more = { $count ->
    [one] and 1 more: { $parts }
   *[other] and { $count } more: { $parts }
}
results-more-won = { $count } won { $amount }
results-more-lost = { $count } lost { $amount }
results-more-back = { $count } got their stake back
results-running = { $count ->
    [one] 1 parlay is still alive.
   *[other] { $count } parlays are still alive.
}
results-none = No bets on this game.
results-corrected = { $tickets ->
    [0] -# Corrected { $from } to { $to } <t:{ $at }:f>: no ticket changed
    [one] -# Corrected { $from } to { $to } <t:{ $at }:f>: 1 ticket changed
   *[other] -# Corrected { $from } to { $to } <t:{ $at }:f>: { $tickets } tickets changed
}
results-corrected-figures = { $tickets ->
    [0] -# Figures corrected <t:{ $at }:f>: no ticket changed
    [one] -# Figures corrected <t:{ $at }:f>: 1 ticket changed
   *[other] -# Figures corrected <t:{ $at }:f>: { $tickets } tickets changed
}
results-corrected-beside = { $tickets ->
    [one] -# { $game } was corrected: 1 ticket here changed
   *[other] -# { $game } was corrected: { $tickets } tickets here changed
}
results-corrected-money = { $said }, { $before } became { $after }
results-score = { $first }-{ $second }
results-final = final
results-cancelled = cancelled
results-postponed = postponed
results-abandoned = abandoned
results-mine = Mine
resettled-head = **{ $game }** · the result was corrected from { $from } to { $to }, which changed graded bets:
resettled-head-figures = **{ $game }** · the figures were corrected, which changed graded bets:
resettled-foot = -# Correction of { $game }, result { $version }, <t:{ $at }:f>

results-head-moved = **{ $game }** · moved to <t:{ $start }:f> · { $league }

## A game that was moved

moved-head = **{ $game }** has moved to <t:{ $start }:f> (<t:{ $start }:R>) · { $league }
moved-head-back = **{ $game }** is back on for <t:{ $start }:f> (<t:{ $start }:R>) · { $league }
moved-head-off = **{ $game }** · { $why } · { $league }
moved-was = It was scheduled for <t:{ $start }:f>.
moved-kept = { $bets ->
    [one] 1 bet here still counts.
   *[other] { $bets } bets here still count.
}
moved-returned = { $bets ->
    [one] 1 bet here is void: its date is too far off. Single bets get their stake back.
   *[other] { $bets } bets here are void: their date is too far off. Single bets get their stake back.
}
moved-until = { $bets ->
    [one] 1 bet here waits for a new date. If the game isn't played by <t:{ $until }:f>, the bet is void.
   *[other] { $bets } bets here wait for a new date. If the game isn't played by <t:{ $until }:f>, they are void.
}
moved-stopped = { $bets ->
    [one] 1 bet here waits for the game to resume. If it doesn't by <t:{ $until }:f>, the bet is graded as the game stood.
   *[other] { $bets } bets here wait for the game to resume. If it doesn't by <t:{ $until }:f>, they are graded as the game stood.
}
moved-open = { $bets ->
    [one] 1 bet here waits until the game is played.
   *[other] { $bets } bets here wait until the game is played.
}
moved-foot = -# Change { $number } of { $game }, <t:{ $at }:f>

## Mine: the private answer to the button

mine-none = You have no bets on { $game }.
mine-head = Your bets on { $game }
mine-line = `{ $money }` { $pick } · { $state } · ticket { $code }
mine-line-open = { $pick } · still open · ticket { $code }
mine-why = Why { $code }

## Where a game stands while it is played

live-halftime = halftime
live-delayed = delayed
live-break = break
live-top = top of { $part }
live-middle = middle of { $part }
live-bottom = bottom of { $part }
live-end = end of { $part }
live-outs = { $count ->
    [one] 1 out
   *[other] { $count } outs
}
live-overtime = overtime { $number }
live-left = { $minutes }:{ $seconds } left
live-minute = { $minutes }'
live-added = { $minutes }+{ $added }'

## Direct messages

direct-head = **{ $money }** · { $pick } at { $price } · { $state }
direct-corrected = The result was corrected: { $before } became { $after }
direct-link = The slip: { $link }
direct-foot = -# You asked for this in { $server }. Use `/balance` there to stop it. Ticket { $code }, settlement { $settlement }

## The standing board

board-head = **Open games** · play units only
board-head-more = **Open games** · showing { $shown } of { $games } · play units only
board-none = No games are open right now.
board-game = **{ $game }** · { $league } · <t:{ $start }:f> (<t:{ $start }:R>)
    { $prices }
board-game-bare = **{ $game }** · { $league } · <t:{ $start }:f> (<t:{ $start }:R>)
board-price = { $pick } { $price }
board-bet = Bet
board-all = All games

## What went wrong

trouble-post = I can't post in <#{ $channel }>: { $reason }. Bets still count and are graded, but their slips and results don't appear there. A server manager can fix it in the channel's permissions, or choose another channel with `/setup`.
trouble-permission = a permission is missing (View Channel, Send Messages or Attach Files)
trouble-channel = the channel is gone
trouble-slip = Your bet { $code } was placed, but I couldn't post its slip in <#{ $channel }>: { $reason }.
