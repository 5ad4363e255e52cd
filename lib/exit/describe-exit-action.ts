import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import { formatDuration } from '#lib/format/format-countdown.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { ExitAccount, ExitBalance } from './exit-account.ts';
import type { ExitAction } from './exit-action.ts';

/** One thing that an action changes. */
export type ExitChange = {
  readonly what: string;
  readonly before: string;
  readonly after: string;
};

/** An action as a person reviews it. */
export type ExitActionText = {
  readonly title: string;
  /** What the button says. */
  readonly button: string;
  /** What it says once it is done. */
  readonly done: string;
  readonly changes: readonly ExitChange[];
  readonly notes: readonly string[];
};

/**
 * What an action does: before and after.
 *
 * @param now - the chain's time, Unix seconds (`chainNow`)
 */
export function describeExitAction(
  action: ExitAction,
  { account, now }: { readonly account: ExitAccount; readonly now: number },
): ExitActionText {
  switch (action.kind) {
    case 'request':
      return describeRequest(account, now);
    case 'cancel':
      return CANCEL;
    case 'pay':
      return describePayment(action.assets, account);
    case 'end-orders':
      return describeEndOfOrders(account, now);
    case 'revoke-key':
      return describeRevocation(action.key, account);
  }
}

const CANCEL: ExitActionText = {
  title: 'Stay after all',
  button: 'Cancel the exit',
  done: 'The exit is canceled',
  changes: [
    { what: 'Account', before: 'Leaving', after: 'Trading' },
    { what: 'Deposits', before: 'Refused', after: 'Taken' },
  ],
  notes: ['Balances stay where they are. A later exit waits its whole time again.'],
};

function describeRequest(account: ExitAccount, now: number): ExitActionText {
  const { bindingDelay, exitDelay, balances } = account;
  const held = balances.filter(({ held: amount }) => amount > 0n);
  return {
    title: 'Request the exit',
    button: 'Request the exit',
    done: 'The exit is requested',
    changes: [
      { what: 'Account', before: 'Trading', after: 'Leaving' },
      {
        what: 'New settlements',
        before: 'Allowed',
        after: `None from about ${timeOf(now + bindingDelay)} on`,
      },
      {
        what: held.length === 0 ? 'Pay-out' : held.map(heldText).join(', '),
        before: 'In the clearing house',
        after: `Yours to pay out from about ${timeOf(now + exitDelay)} on`,
      },
    ],
    notes: [
      `For ${formatDuration(bindingDelay)} the operator can still settle what was matched before; then nothing of the account moves any more, but to you.`,
      'Deposits are refused meanwhile. You can cancel the exit at any time.',
    ],
  };
}

function describePayment(
  assets: readonly number[],
  { address, balances }: ExitAccount,
): ExitActionText {
  const paid = balances.filter(({ number, held }) => assets.includes(number) && held > 0n);
  const names = paid.map(({ symbol }) => symbol).join(', ');
  return {
    title: `Pay out ${names}`,
    button: paid.length === 1 ? `Pay out ${paid.map(heldText).join('')}` : `Pay out ${names}`,
    done: `${names} paid out`,
    changes: paid.flatMap((balance) => [
      {
        what: `${balance.symbol} in the clearing house`,
        before: exactAmount(balance.held, balance.decimals),
        after: '0',
      },
      {
        what: `${balance.symbol} in ${shortenAddress(address)}`,
        before: exactAmount(balance.own, balance.decimals),
        after: exactAmount(balance.own + balance.held, balance.decimals),
      },
    ]),
    notes: [`It goes to ${address} and nowhere else, whoever sends the transaction.`],
  };
}

function describeEndOfOrders(account: ExitAccount, now: number): ExitActionText {
  const { epoch, bindingDelay } = account;
  return {
    title: 'End all orders on the chain',
    button: 'End all orders',
    done: 'All orders signed so far are ended',
    changes: [
      { what: 'Epoch', before: String(epoch), after: String(epoch + 1) },
      {
        what: 'Everything signed so far',
        before: 'Can be settled',
        after: `Cannot from about ${timeOf(now + bindingDelay)} on`,
      },
    ],
    notes: [
      'It ends one-shot orders and signed withdrawals too, whoever holds them. Balances stay where they are.',
      'What is signed afterwards, for the new epoch, is good at once.',
    ],
  };
}

function describeRevocation(key: ExitChange['what'], account: ExitAccount): ExitActionText {
  return {
    title: 'Revoke a trading key',
    button: `Revoke ${shortenAddress(key)}`,
    done: `${shortenAddress(key)} is revoked`,
    changes: [
      {
        what: `Key ${shortenAddress(key)}`,
        before: 'May sign orders, as far as it was approved',
        after: `Signs for nobody after ${formatDuration(account.bindingDelay)}`,
      },
    ],
    notes: [
      'Approvals of this key that were signed before count no more, also those that were never brought to the chain.',
    ],
  };
}

function heldText({ held, decimals, symbol }: ExitBalance): string {
  return `${formatAmount(held, decimals)} ${symbol}`;
}

function timeOf(seconds: number): string {
  return formatLocalTime(seconds * 1_000).slice(11);
}
