### What admins read, what everyone reads about their corrections, and manual bets.

## The command

admin-about = Corrects this server's tickets and balances, with a reason
admin-void-about = Voids a ticket: its stake is returned
admin-regrade-about = Changes how a leg of a ticket is graded
admin-result-about = Regrades this server's tickets on a game with a different score
admin-grade-about = Grades a manual bet
admin-grant-about = Gives a member units
admin-take-about = Takes units from a member
admin-log-about = Shows past corrections and can undo them
admin-ticket = Which ticket: choose one, or type its code
admin-leg = Which leg, from 1
admin-outcome = The new grade
admin-game = Which game: choose one, or type a team
admin-home = Final score of the home side
admin-away = Final score of the away side
admin-member = Which member
admin-units = How many units, such as 5
admin-reason = Why: everyone affected sees it
admin-reason-title = Why?
admin-reason-hint = Everyone affected sees it, and it stays in the log
admin-choice-ticket = { $name } · { $state } · { $title } · { $code }
admin-choice-game = { $game } · { $league } · { $at }

## What a correction does, before and after

admin-what-void = Void ticket { $code }
admin-what-regrade = Regrade leg { $leg } of ticket { $code } as { $outcome }
admin-what-grade = Grade ticket { $code } as { $outcome }
admin-what-result = Use { $score } for this server's tickets on { $game }
admin-what-grant = Give { $units } to { $name }
admin-what-take = Take { $units } from { $name }
admin-what-undo = Undo correction { $number }
admin-did-void = Ticket { $code } voided
admin-did-regrade = Leg { $leg } of ticket { $code } regraded as { $outcome }
admin-did-grade = Ticket { $code } graded as { $outcome }
admin-did-result = { $score } used for this server's tickets on { $game }
admin-did-grant = { $units } given to { $name }
admin-did-take = { $units } taken from { $name }
admin-did-undo = Correction { $number } undone
admin-a-game = A game
admin-score = { $first } { $first-score }, { $second } { $second-score }

## The preview

admin-preview = **{ $what }?**
admin-preview-was = This undoes: { $what }
admin-preview-tickets = { $changed ->
    [0] No ticket changes.
    [one] 1 ticket changes.
   *[other] { $changed } tickets change, of { $members ->
        [one] 1 member
       *[other] { $members } members
    }.
}
admin-preview-same = { $count ->
    [one] 1 ticket keeps its grade.
   *[other] { $count } tickets keep their grade.
}
admin-preview-undecided = { $count ->
    [one] 1 ticket on the game can't be decided by the score alone and stays as it is.
   *[other] { $count } tickets on the game can't be decided by the score alone and stay as they are.
}
admin-preview-ticket = Ticket { $code } of { $name }: { $before } becomes { $after }
admin-preview-member = { $name }: { $change }, { $before } becomes { $after }
admin-preview-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
admin-preview-sum = In total, { $given } given and { $taken } taken.
admin-preview-below-one = { $name } ({ $balance })
admin-preview-below = Below zero afterwards: { $names }. They can bet again once they are above zero.
admin-preview-running = **This game is still being played.** Its tickets would be graded by your score now, whatever happens later.
admin-preview-own = This is your own bet. The log and the channel will say so.
admin-preview-reason = Reason: { $reason }
admin-preview-foot = -# Nothing has changed yet. Later results won't change what you decide, but you can undo it.
admin-preview-foot-undo = -# Nothing has changed yet. This restores what was there before and can't be undone.
admin-preview-foot-units = -# Nothing has changed yet.
admin-confirm = Confirm
admin-drop = Cancel
admin-dropped = Cancelled. Nothing was changed.
admin-changed = **Something has changed since then.** Nothing was corrected. This is what it would do now:
admin-done = **Done: correction { $number }.** { $what }.
admin-done-tickets = { $tickets ->
    [0] No ticket changed.
    [one] 1 ticket changed.
   *[other] { $tickets } tickets changed.
}
admin-done-below = { $name }'s balance is now below zero. They can bet again once it is above zero.
admin-done-told = Everyone affected has been told.
admin-done-undo = Use { $log } to undo it.
admin-done-before = You already confirmed that, as correction { $number }. It counts once.

## The log

admin-log-head = { $count ->
    [0] **Nothing has been corrected here yet.**
    [one] **1 correction**
   *[other] **{ $count } corrections**
}
admin-log-line = **{ $number }** · { $what } · { $actor }, <t:{ $at }:f>
admin-log-own = graded their own bet
admin-log-reaction = by reaction
admin-log-reason = -# Reason: { $reason }
admin-log-ticket = -# Ticket { $code }: { $before } became { $after }
admin-log-member = -# { $name }: { $before } became { $after }
admin-log-undone = -# Undone by correction { $number }
admin-log-undo = Undo a correction
admin-undo-title = Undo correction { $number }

## Refusals

admin-not-you = Only server managers and the role set in { $setup } can correct. Nothing was changed. Ask one of them.
admin-not-yours = <@{ $user }> started that, so only they can confirm or cancel it. Nothing was changed.
admin-reason-missing = A correction needs a reason. Nothing was changed. Say why in a sentence.
admin-no-ticket = No ticket here has that code. Nothing was changed. Choose one from the list, or type the code on the slip.
admin-taken-back = That bet was cancelled, so there is nothing to grade. Nothing was changed.
admin-no-leg = That ticket has { $legs ->
    [one] 1 leg
   *[other] { $legs } legs
}. Nothing was changed. Choose one of them.
admin-no-game = I need a game with a score. Nothing was changed. Choose one from the list.
admin-not-begun = That game starts <t:{ $at }:R>, so it has no score yet. Nothing was changed.
admin-no-tickets-on-game = No one here has a bet on that game. Nothing was changed.
admin-score-decides-nothing = That score alone doesn't decide any of the bets on the game. Nothing was changed. Regrade their legs one by one.
admin-score-impossible = A game of this sport can't end with that score. Nothing was changed. Check it, or regrade the legs one by one.
admin-too-many = More than { $max } tickets here are on that game, too many for one correction. Nothing was changed. Correct them one by one, or ask for the result to be corrected.
admin-no-score = A score is a whole number from 0 to 999. Nothing was changed.
admin-no-member = That member has no balance here yet. They'll get one when they first use me. Nothing was changed.
admin-no-units = I can't read "{ $typed }" as units. Nothing was changed. Try 5 or 2.5.
admin-too-much = A correction can give or take { $max } at most. Nothing was changed.
admin-not-manual = That ticket is graded by results. Nothing was changed. To overrule them, use /admin regrade.
admin-undo-of-undo = Correction { $number } undid another one and can't be undone. Nothing was changed. Make a new correction instead.
admin-undone-before = Correction { $number } was already undone by correction { $by }. Nothing was changed.
admin-undo-later = Correction { $later } builds on correction { $number }. Nothing was changed. Undo the later one first.
admin-gone = That is too old or was already decided. Nothing was changed. Start again with { $log } or the command.

## What everyone affected reads

correction-head = **Correction { $number }** · { $what }
correction-ticket = { $name } · ticket { $code }: { $before } became { $after }
correction-more = { $count ->
    [one] and 1 more ticket
   *[other] and { $count } more tickets
}
correction-graded-foot = -# Graded by { $actor } <t:{ $at }:f> · correction { $number }
correction-reason = Reason: { $reason }
correction-own = { $actor } graded their own bet.
correction-foot = -# Correction { $number }, decided by { $actor } <t:{ $at }:f>
correction-ruled = Decided by { $actor }: { $reason }
correction-why = -# Correction { $number }, decided by { $actor } <t:{ $at }:f>. Later results don't change it.

## Manual bets

manual-about = Bet on anything: you write it, people here grade it
manual-event = What the bet is about, such as Club final, board 1
manual-pick = What has to happen, such as Vera wins
manual-price = Odds in any format: +150, 2.5, 3/2
manual-starts = When it starts: 19:30, tomorrow 19:30, 2026-11-22 19:30, in 2h
manual-off = Manual bets aren't allowed here. Nothing was charged. A server manager can allow them with /setup.
manual-nothing-written = A bet needs an event and a pick that people can read. Nothing was charged. Write both in words.
manual-no-price = I can't read "{ $typed }" as odds. Nothing was charged. Try +150, 2.5 or 3/2.
manual-no-start = I can't read "{ $typed }" as a start time within a year. Nothing was charged. Try 19:30, tomorrow 19:30, 2026-11-22 19:30 or in 2h, in { $zone } time.
manual-mark = MANUAL
manual-game = { $event } · graded by people here
manual-game-graded = { $event } · { $decided }
manual-game-line = **{ $event }** · manual, graded by people here · <t:{ $at }:f> (<t:{ $at }:R>)
manual-wins-if = Graded by people here: { $pick }
manual-how = -# Once it starts, people who can grade it react here: ✅ won, ❌ lost, ➖ returned.
manual-record = Manual bets, not on your record: { $open } open, { $graded } graded, { $won } won, { $lost } lost, { $net }
admin-choice-none = No ticket or game like that
admin-choice-not-you = Only server managers and their correction role can see these

## Reactions on slips

reaction-reason = Graded by a reaction
reaction-ask = { $name } wants to grade ticket { $code } as { $outcome }. Results decide that ticket, so changing it needs a reason. Nothing has changed yet.
reaction-early = This starts <t:{ $at }:R>. React again once it has started to grade it.
reaction-give-reason = Give a reason
