### What members read in answers to commands, buttons and forms.

## Errors. Each says what happened, whether anything was charged, and what to do.

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
    **Welcome: you start with {$units}.**
    1 unit is 1 % of your 100, so a bet of 1u risks a hundredth of it.
    These are play units without any value: nothing to buy, sell or win.
balance-about = Shows what you have and what is at risk
balance-lines =
    **{$cash}** to bet with
    **{$risk}** at risk in open tickets
balance-relief = You are filled up to {$units} on {$when}.
balance-relieved = A new week: you were given {$units}.
balance-odds = How you read odds
odds-servers = As this server does
odds-american = American, -110
odds-decimal = Decimal, 1.91
odds-fractional = Fractional, 10/11
