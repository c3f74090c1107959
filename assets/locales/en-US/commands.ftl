### What members read in answers to commands, buttons and forms.

## Errors. Each says what happened, whether anything was charged, and what to do.

answer-owed = This answer could not be shown to you earlier:
error-unexpected = Something went wrong on our side and is being looked at. Nothing was charged. Try again in a minute.
error-in-doubt = Something went wrong on our side while your bet was being placed. Look at /tickets before you try again: if the bet is there, it counts once.
error-code = -# {$code}
error-not-in-server = Bets live in servers: every server has its own balances and books. Use me in a server that has me.
error-stale = That is from an older message and no longer works. Nothing was charged. Start again with /games.

## Help

help-about = Lists what you can do here
help-head = **What you can do**
help-line = {$command} · {$about}
help-foot = -# Play units only: they cannot be bought, sold or redeemed, and there are no prizes.

## Balance

welcome =
    { "" }**Welcome: you start with {$units}.**
    1 unit is 1 % of your 100, so a bet of 1u risks a hundredth of it.
    These are play units without any value: nothing to buy, sell or win.
balance-about = Shows what you have and what is at risk
balance-lines =
    { "" }**{$cash}** to bet with
    { "" }**{$risk}** at risk in open tickets
balance-relief = You are filled up to {$units} on {$when}.
balance-relieved = A new week: you were given {$units}.
balance-odds = How you read odds
balance-notify = How you are told of results:
odds-servers = As this server does
odds-american = American, -110
odds-decimal = Decimal, 1.91
odds-fractional = Fractional, 10/11
odds-hong-kong = Hong Kong, 0.91
odds-malay = Malay, -0.92
odds-indonesian = Indonesian, -1.10

## Games and prices

games-about = Shows what you can bet on, with prices
games-league = Only this league
games-bet = Bet
games-all = All games
games-head = { $count ->
    [one] **1 game is open**
   *[other] **{ $count } games are open**
}
games-head-league = { $count ->
    [one] **1 { $league } game is open**
   *[other] **{ $count } { $league } games are open**
}
games-row =
    { $game }
    { $prices }
games-none = Nothing is open, and no game is scheduled yet.
games-none-next =
    Nothing is open. Next:
    { $game }
games-no-league = Nothing is open in "{ $typed }". Nothing was charged. /games without a league shows all that is.
game-line = **{ $game }** · { $league } · <t:{ $at }:f> (<t:{ $at }:R>)
offer = { $pick } { $price }
markets-foot = -# Prices of { $from }. Press one to see what it wins; nothing is placed yet.
page-first = First
page-previous = Back
page-of = { $page } of { $pages }
page-next = Next
page-last = Last

choice-game = { $game } · { $league } · { $at } · { $offer }
choice-nothing = Nothing open, and no game is scheduled yet
choice-nothing-next = Nothing open. Next: { $league } { $at }
choice-no-match = No open game or price matches that
choice-more = and { $count } more: type a team or a league

## Betting

bet-about = Bets on a game
bet-game = Which game: choose, or type a team
bet-pick = Which price: choose, or type it, such as over
bet-stake = How many units, such as 2
bet-unknown-game = No open game matches "{ $typed }". Nothing was charged. Choose from the list, or see /games.
bet-unknown-pick = "{ $typed }" fits no price of that game, or more than one. Nothing was charged. Choose from the list, or leave it out to see all.
stake-lines =
    { "" }**{ $pick }** at **{ $price }**
    { $game }
    { $sentence }.
    -# { $bookmaker }, this price <t:{ $since }:R>. You have { $cash } to bet with.
stake-button = Bet { $stake } to win { $win }
stake-other = Other amount
stake-parlay = Add to parlay
stake-back = All prices
amount-title = Other amount
amount-label = Units
amount-hint = From { $min } to { $max } here, such as 1.5
price-moved = **The price moved from { $before } to { $now }.** Nothing was charged. Press a stake to take the new price.
line-moved = **{ $before } is no longer offered; it is { $now } now.** Nothing was charged. Press a stake to take that.

stake-not-a-number = "{ $typed }" is no amount. Nothing was charged. Write units as a plain number, such as 2 or 0.5.
stake-not-money = Stakes are in units, not in money. Nothing was charged. Write 2u for two units.
stake-not-positive = A stake must be above zero. Nothing was charged.
stake-too-fine = A stake has at most six decimal places. Nothing was charged.
stake-far-too-large = That stake is beyond anything that can be placed. Nothing was charged.

refuse-game-gone = That game has begun, or nobody quotes a price for it now. Nothing was charged. See /games for what is open.
refuse-game-started = That game began <t:{ $at }:R>: bets close at the start. Nothing was charged.
refuse-game-not-open = That game is put off, called off, under way, or over. Nothing was charged. See /games for what is open.
refuse-busy = That took too long: others are betting on it right now. Nothing was charged. Try again.
refuse-taken-down = Nobody offers that price any more. Nothing was charged. See /games for what is open.
refuse-unknown-selection = That bet does not exist. Nothing was charged. See /games for what is open.
refuse-same-game = A parlay takes one leg a game. Nothing was charged. Remove one of the two.
refuse-too-many-legs = A parlay takes 2 to 25 legs. Nothing was charged.
refuse-stake-too-small = Stakes here are { $min } to { $max }. Nothing was charged. Choose a larger one.
refuse-stake-too-large = Stakes here are { $min } to { $max }. Nothing was charged. Choose a smaller one.
refuse-balance = You have { $cash } to bet with. Nothing was charged. Choose a smaller stake. { $relief }
refuse-return-too-large = That could return more than a billion units, which the books do not hold. Nothing was charged. Choose a smaller stake.

placed-head =
    { "" }**Bet placed**
    { "" }**{ $title }** at **{ $price }**
    { $stake } to win { $win }, { $return } back in all
placed-foot = -# Ticket { $code }. You have { $cash } left to bet with. It can be taken back until <t:{ $until }:T>.
placed-cancel = Take it back
placed-share = Share
placed-more = More games
cancel-done = Taken back: your stake is yours again. You have { $cash } to bet with.
cancel-settled = That ticket is settled, so it stands. Nothing was charged.
cancel-started = The game has begun, so the ticket stands. Nothing more was charged.
cancel-too-late = A ticket can be taken back for one minute. It stands; nothing more was charged.
cancel-busy = That took too long, so your ticket stands. Nothing more was charged. Try again.
cancel-moved = The price has moved since, so the ticket stands. Nothing more was charged.
share-off = This server posts no slips. Nothing was charged.
share-done = Your slip is on its way to everybody.
share-before = Your slip was posted before.

notify-question = How shall I tell you of results? /balance changes it later.
notify-ping = Mention me
notify-dm = Message me
notify-no = Not at all
notify-set-ping = You will be mentioned in the results of your games.
notify-set-dm = You will get a direct message once a ticket of yours is settled.
notify-set-no = You will not be told. Your tickets are in /tickets, results in the channel.

## Tickets

ticket-open = Open
ticket-won = Won
ticket-lost = Lost
ticket-push = Push
ticket-void = Void
ticket-half-won = Half won
ticket-half-lost = Half lost
ticket-refunded = Refunded
ticket-partial-won = Partly won
ticket-partial-lost = Partly lost
ticket-cancelled = Taken back
ticket-leg = · { $pick } ({ $price }) · { $game }
ticket-money-open = { $stake } to win { $win }
ticket-money-back = stake back { $stake }
ticket-entry = **{ $state }** · **{ $title }** at { $price } · { $money } · ticket { $code }, <t:{ $placed }:d>
ticket-not-yours = You have no such ticket here. See /tickets for yours.

## Parlays

parlay-about = Shows the parlay that you are putting together
parlay-empty = Your parlay has no legs yet. Open a game, choose a price, and press "Add to parlay".
parlay-games = Add a leg
parlay-head = **{ $legs ->
    [one] Parlay of 1 leg
   *[other] Parlay of { $legs } legs
}** at **{ $price }**. You have { $cash } to bet with.
parlay-one-leg = Add another leg: a parlay has 2 to 25, each on another game.
parlay-price-moved = { $now }, was { $before }
parlay-remove = Remove a leg
parlay-clear = Remove all
parlay-dropped = **{ $pick }** dropped out: its game has begun, or nobody offers that price now.
parlay-replaced = A parlay takes one leg a game: the new leg took the place of the other one on that game.
parlay-changed = **Your parlay has changed since that was shown.** Nothing was charged. This is how it stands now.
parlay-moved = **A price has moved.** Nothing was charged. Press a stake to take the new prices.

## Tickets and why

tickets-about = Shows your tickets
tickets-which = Open ones, or settled ones
tickets-open = Open
tickets-settled = Settled
tickets-head-open = { $count ->
    [0] **No open tickets.** /games shows what you can bet on.
    [one] **1 open ticket**
   *[other] **{ $count } open tickets**
}
tickets-head-settled = { $count ->
    [0] **No settled tickets yet.**
    [one] **1 settled ticket**
   *[other] **{ $count } settled tickets**
}
tickets-show-open = Open tickets
tickets-show-settled = Settled tickets
tickets-explain = Explain a ticket
why-about = Explains how a ticket came to what it came to
why-ticket = Which ticket: choose, or type its code
why-choice = { $state } · { $title } at { $price } · { $money } · { $code }
why-head = **Ticket { $code } · { $state }** · { $title } at { $price }, placed <t:{ $placed }:f>
why-leg =
    { $number }. **{ $pick }** at { $price } ({ $bookmaker }) · **{ $state }**
    { $game }
why-leg-short = { $number }. { $pick } ({ $price }) · { $why }
why-rule = -# { $says } ({ $source })
why-source = -# Source: { $provider }, { $end } <t:{ $at }:f>, result { $version }.{ $scores }{ $counted } Rule { $rule }, version { $rule-version }. Receipt { $hash }
why-since = -# The result was corrected since: { $result } ({ $provider }, result { $version }). A ticket that this changes is settled anew.
why-end-final = final
why-scores = { " " }{ $home }:{ $away } { $scores }.
why-scores-full = { $points }
why-scores-part = { $part } { $points }
why-counted = { " " }Counted: { $sum }.
why-counted-full = the whole game
why-term-overtime = overtime
why-term-shootout = a goal for the shoot-out
why-term-innings = every inning
why-term-parts = every part
why-not-settled = Not settled yet.
why-settled = { $state } <t:{ $at }:f>: { $stake } x { $multiplier } = **{ $returned } back** ({ $net }){ $cut }
why-corrected = Corrected <t:{ $at }:f>: { $before } became { $after }. { $stake } x { $multiplier } = **{ $returned } back** ({ $net }){ $cut }
why-cut = , cut to a millionth of a unit
why-because-result = -# The result of { $game } was corrected: { $before } became { $after } ({ $provider }, result { $version }).
why-because-decision = -# Correction { $number } by { $actor }: { $reason }
why-earlier = { $count ->
    [one] -# 1 earlier settlement is left out here.
   *[other] -# { $count } earlier settlements are left out here.
}
why-cancelled = Taken back <t:{ $at }:f>: { $stake } returned
why-partly = A leg was graded <t:{ $at }:f>; others are still to come
why-reopened = Corrected <t:{ $at }:f>: { $before } became open again
choice-no-ticket = You have no ticket like that

## Leaderboard

leaderboard-about = Shows who won most units this month
leaderboard-head = **{ $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }** · net units of tickets placed this month
leaderboard-line = { $rank }\. **{ $name }** { $net } · { $graded } graded, { $won } won, { $lost } lost, { $pushed } push
leaderboard-few = -# { $name } { $net } · { $graded } graded, { $won } won, { $lost } lost, { $pushed } push
leaderboard-none = No ticket of this month is graded yet. /games shows what you can bet on.
leaderboard-foot = -# Small print and no rank: fewer than { $least } graded. As of <t:{ $at }:t>.
leaderboard-me = My rank
leaderboard-not-on-it = None of your tickets of that month is graded yet.

## Setup

setup-about = Sets up this server: channels, time zone, odds, stakes
setup-zone-option = Time zone: choose, or type a city
setup-lines =
    { "" }**How this server bets**
    Slips: { $slips }
    Results: { $results }
    Time zone in pictures: { $zone }
    Odds in public: { $odds }
    Stakes: { $min } to { $max }
    Slips that are posted: { $audience }
    Standing board: { $board }
    Corrections: { $admin }
    Bets written by hand: { $manual }
setup-admin-none = who manages the server
setup-admin-role = who manages the server, and { $role }
setup-admin-menu = Role that may correct and grade
setup-manual-on = allowed
setup-manual-off = not allowed
setup-manual-allow = Allow bets written by hand
setup-manual-end = End bets written by hand
setup-manual-allowed = Members can write bets by hand with /manual from now on. People grade them: who manages the server, or has the role chosen here.
setup-manual-ended = No more bets written by hand. Those that are open stay, and wait to be graded.
setup-where-typed = where the bet was typed
setup-board-none = none
setup-slips-menu = Channel for slips
setup-results-menu = Channel for results
setup-odds-menu = Odds in public
setup-audience-menu = Whose slips are posted
setup-zone-menu = Time zone
setup-audience-everyone = everyone's
setup-audience-shared = those that are shared
setup-audience-nobody = nobody's
setup-stakes = Stake limits
setup-stakes-title = Stake limits
setup-stakes-min = Smallest stake in units
setup-stakes-max = Largest stake in units
setup-stakes-hint = Such as 0.5
setup-stakes-order = The smallest stake must not be above the largest, nor the largest above 1,000,000. Nothing was changed.
setup-stakes-set = Stakes are { $min } to { $max } from now on. Tickets that are placed stay as they are.
setup-board = Post a standing board here
setup-no-board = Take the board away
setup-board-coming = The standing board is on its way to this channel, and is kept up to date there.
setup-board-gone = The standing board is no longer kept up to date.
setup-lacks = **I cannot post in <#{ $channel }>.** I lack: { $missing }. Grant it in the channel's permissions; what was chosen is kept.
setup-trouble = Could not post in { $channel } { $count ->
    [one] once
   *[other] { $count } times
}, last <t:{ $at }:R>: { $error }
setup-no-zone = There is no such time zone. Nothing was changed. Type a city, such as Chicago, and choose from the list.
setup-not-you = Only who manages this server can change its settings. Nothing was changed.
choice-no-zone = No time zone has that name
