### What admins read, and what everybody reads of what they decided; and bets written by hand.

## The command

admin-about = Corrects this server's tickets and balances, with a reason
admin-void-about = Makes a ticket void: its stake goes back
admin-regrade-about = Grades a leg of a ticket anew
admin-result-about = Grades this server's tickets on a game by another score
admin-grade-about = Grades a bet that was written by hand
admin-grant-about = Gives a member units
admin-take-about = Takes units from a member
admin-log-about = Shows what was corrected, and undoes it
admin-ticket = Which ticket: choose, or type its code
admin-leg = Which leg, from 1
admin-outcome = What it came to
admin-game = Which game: choose, or type a team
admin-home = What the home side scored in all
admin-away = What the away side scored in all
admin-member = Whom
admin-units = How many units, such as 5
admin-reason = Why: everybody concerned reads it
admin-reason-title = Why?
admin-reason-hint = Everybody concerned reads it, and it stays in the log
admin-choice-ticket = { $name } · { $state } · { $title } · { $code }
admin-choice-game = { $game } · { $league } · { $at }

## What is decided

admin-what-void = Ticket { $code } is void
admin-what-regrade = Leg { $leg } of ticket { $code } is graded { $outcome }
admin-what-grade = Ticket { $code } is graded { $outcome }
admin-what-result = { $game } counts as { $score } for this server's tickets
admin-what-grant = { $name } gets { $units }
admin-what-take = { $units } are taken from { $name }
admin-what-undo = Correction { $number } is undone
admin-a-game = A game
admin-score = { $first } { $first-score }, { $second } { $second-score }

## The preview

admin-preview = **Please check: { $what }**
admin-preview-was = What it undoes: { $what }
admin-preview-tickets = { $changed ->
    [0] No ticket changes.
    [one] 1 ticket changes.
   *[other] { $changed } tickets change, of { $members ->
        [one] 1 member
       *[other] { $members } members
    }.
}
admin-preview-same = { $count ->
    [one] 1 ticket comes to the same.
   *[other] { $count } tickets come to the same.
}
admin-preview-undecided = { $count ->
    [one] 1 ticket on the game is not decided by that score alone, and stays as it is.
   *[other] { $count } tickets on the game are not decided by that score alone, and stay as they are.
}
admin-preview-ticket = Ticket { $code } of { $name }: { $before } becomes { $after }
admin-preview-member = { $name }: { $change }, { $before } becomes { $after }
admin-preview-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
admin-preview-sum = In all { $given } are given and { $taken } taken.
admin-preview-below = Below zero afterwards: { $names }. They can bet again once they are above it.
admin-preview-own = You placed this bet yourself: the log and the channel say so.
admin-preview-reason = Reason: { $reason }
admin-preview-foot = -# Nothing has been changed yet. Results that come later do not change what you decide; undoing it does.
admin-preview-foot-undo = -# Nothing has been changed yet. What held before holds again afterwards. An undoing stays.
admin-preview-foot-units = -# Nothing has been changed yet.
admin-confirm = Confirm
admin-drop = Leave it
admin-dropped = Left as it was: nothing was changed.
admin-changed = **Something has changed since that was shown.** Nothing was changed by you. This is what it would do now:
admin-done = **Done: correction { $number }.** { $what }.
admin-done-tickets = { $tickets ->
    [0] No ticket changed.
    [one] 1 ticket changed.
   *[other] { $tickets } tickets changed.
}
admin-done-told = Everybody concerned is told.
admin-done-undo = { $log } undoes it.
admin-done-before = That was confirmed before, as correction { $number }. It counts once.

## The log

admin-log-head = { $count ->
    [0] **Nothing was corrected here yet.**
    [one] **1 correction**
   *[other] **{ $count } corrections**
}
admin-log-line = **{ $number }** · { $what } · { $actor }, <t:{ $at }:f>
admin-log-own = graded their own bet
admin-log-reaction = by a reaction
admin-log-reason = -# Reason: { $reason }
admin-log-ticket = -# Ticket { $code }: { $before } became { $after }
admin-log-member = -# { $name }: { $before } became { $after }
admin-log-undone = -# Undone by correction { $number }
admin-log-undo = Undo a correction
admin-undo-title = Undo correction { $number }

## Refusals

admin-not-you = Only people who manage this server, or have the role that { $setup } names, can correct. Nothing was changed. Ask one of them.
admin-not-yours = <@{ $user }> asked for that, and decides about it. Nothing was changed.
admin-reason-missing = A correction needs a reason. Nothing was changed. Say why in a sentence.
admin-no-ticket = There is no ticket with that code here. Nothing was changed. Choose from the list, or type the code that is on the slip.
admin-taken-back = Its owner took that ticket back, so that nothing is at stake on it. Nothing was changed.
admin-no-leg = That ticket has { $legs ->
    [one] 1 leg
   *[other] { $legs } legs
}. Nothing was changed. Choose one of them.
admin-no-game = That is no game with a score. Nothing was changed. Choose from the list.
admin-not-begun = That game begins <t:{ $at }:R>, so that it has no score yet. Nothing was changed.
admin-no-tickets-on-game = Nobody here has a ticket on that game. Nothing was changed.
admin-score-decides-nothing = That score alone decides none of the tickets on the game. Nothing was changed. Grade their legs one by one.
admin-score-impossible = A game of this sport cannot end with that score. Nothing was changed. Check it, or grade the legs one by one.
admin-too-many = More than { $max } tickets here are on that game: too many for one correction. Nothing was changed. Correct them one by one, or let the result be corrected.
admin-no-score = A score is a whole number from 0 to 999. Nothing was changed.
admin-no-member = That member has no balance here yet: they get one when they first use me. Nothing was changed.
admin-no-units = "{ $typed }" is no number of units above zero. Nothing was changed. Write it as 5 or 2.5.
admin-too-much = A correction gives or takes at most { $max }. Nothing was changed.
admin-not-manual = That ticket is graded by results. Nothing was changed. To decide otherwise, use /admin regrade.
admin-undo-of-undo = Correction { $number } undid another one, and stays. Nothing was changed. Correct anew where that was wrong.
admin-undone-before = Correction { $number } was undone before, by correction { $by }. Nothing was changed.
admin-undo-later = Correction { $later } stands on correction { $number }. Nothing was changed. Undo the later one first.
admin-gone = That was asked too long ago, or decided before. Nothing was changed. Start again with { $log }, or with the command.

## What everybody concerned reads

correction-head = **Correction { $number }** · { $what }
correction-ticket = { $name } · ticket { $code }: { $before } became { $after }
correction-more = { $count ->
    [one] and 1 more ticket
   *[other] and { $count } more tickets
}
correction-reason = Reason: { $reason }
correction-own = The admin graded their own bet.
correction-below = { $count ->
    [one] The balance of { $names } is below zero by it: bets can be placed again once it is above.
   *[other] The balances of { $names } are below zero by it: bets can be placed again once they are above.
}
correction-foot = -# Correction { $number }, decided by { $actor } <t:{ $at }:f>
correction-ruled = Decided by { $actor }: { $reason }
correction-why = -# Correction { $number }, decided by { $actor } <t:{ $at }:f>. Results that come later do not change it.

## Bets written by hand

manual-about = Bets on what no feed carries: you write it, people grade it
manual-event = What it is about, such as Club final, board one
manual-pick = What is to happen, such as Vera wins
manual-price = The price, in any format: +150, 2.5, 3/2
manual-starts = When it begins: 19:30, tomorrow 19:30, 2026-11-22 19:30, in 2h
manual-off = Bets written by hand are not allowed here. Nothing was charged. Whoever manages the server can allow them with /setup.
manual-nothing-written = A bet needs an event and a pick. Nothing was charged. Write both.
manual-no-price = "{ $typed }" is no price. Nothing was charged. Write it as +150, 2.5 or 3/2.
manual-no-start = "{ $typed }" is no start within a year. Nothing was charged. Write it as 19:30, tomorrow 19:30, 2026-11-22 19:30 or in 2h, in the time of { $zone }.
manual-mark = MANUAL
manual-game = { $event } · written by hand, graded by people
manual-game-graded = { $event } · { $decided }
manual-game-line = **{ $event }** · written by hand, graded by people · <t:{ $at }:f> (<t:{ $at }:R>)
manual-wins-if = Wins if people here grade it so: { $pick }
manual-how = -# Once it has begun, people who may grade it react here: ✅ won, ❌ lost, ➖ stake back.
manual-record = Written by hand, apart from the record: { $open ->
    [one] 1 open
   *[other] { $open } open
}, { $graded } graded, { $won } won, { $lost } lost, { $net }
admin-choice-none = No ticket or game like that
admin-choice-not-you = Only people who manage this server, or have its role for corrections

## Reactions on slips

reaction-reason = Graded by a reaction
reaction-ask = { $name } wants ticket { $code } graded { $outcome }. Results decide that ticket, so a grade by hand needs a reason. Nothing has been changed yet.
reaction-give-reason = Give the reason
