import type { Quanta } from '#lib/domain/quanta.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import { parseAmount } from '#lib/swap/parse-amount.ts';
import { spendable } from '#lib/swap/spendable.ts';
import type { CustodyChoice } from './custody-choice.ts';

/** How the contract comes to take a token: it may already, a signature allows it, or a transaction. */
export type DepositApproval = 'none' | 'permit' | 'approve';

/** What the chain says of whoever pays in; `null` = it has not answered yet. */
export type DepositFunds = {
  /** Of the chosen currency, base units. */
  readonly balance: bigint;
  /** LUX for the network cost, wei. */
  readonly coin: bigint;
  /** What the clearing house may take of the token, base units. */
  readonly allowance: bigint;
  /** Whether the token takes a signature in place of an approval. */
  readonly permit: boolean;
  /** Wei for one unit of gas, tip included. */
  readonly gasPrice: bigint;
  /** What stands in the way of every deposit of this asset. */
  readonly obstacle: 'paused' | 'stopped' | 'exiting' | null;
};

/** A multiple of the unit next to what was typed. */
export type NearestAmount = { readonly text: string; readonly label: string };

/** What is going to be paid in, exactly. */
export type DepositOrder = {
  readonly choice: CustodyChoice;
  /** Base units, a multiple of the unit. */
  readonly amount: bigint;
  readonly quanta: Quanta;
  readonly approval: DepositApproval;
};

export type DepositView = {
  /** The most that can be paid in, to be typed; `null` while it is not known. */
  readonly max: string | null;
  /** What the wallet has, for reading; `null` while it is not known. */
  readonly balance: { readonly text: string; readonly exact: string } | null;
  /** What is wrong with the amount, as a sentence; `null` = nothing. */
  readonly problem: string | null;
  /** Amounts that can be paid in, next to one that cannot. */
  readonly nearest: readonly NearestAmount[];
  /** What would be paid in; `null` while something is missing or wrong. */
  readonly order: DepositOrder | null;
  /** Why there is no order although nothing was typed wrong; `null` where the problem says it. */
  readonly reason: string | null;
  /** Network cost in wei, the approval included; `null` while it is not known. */
  readonly cost: bigint | null;
};

/** Gas of each transaction, rounded up: what the wallet shows in the end is what the node estimates. */
const GAS = {
  approve: 60_000n,
  deposit: 150_000n,
  native: 160_000n,
  permit: 200_000n,
} as const;

const OBSTACLES = {
  paused: 'The clearing house is paused: nothing can be paid in now. Exits are always possible.',
  stopped: 'Deposits of this asset are stopped for now.',
  exiting: 'This account is leaving the exchange. Cancel its exit to pay in again.',
} as const;

/** What a deposit would do, or why it cannot be made, by what was typed and what the chain says. */
export function deriveDeposit(
  { choice, text }: { readonly choice: CustodyChoice; readonly text: string },
  funds: DepositFunds | null,
): DepositView {
  const { currency, unit } = choice;
  const parsed = parseAmount(text, currency);
  const typed = parsed.kind === 'amount' ? parsed.amount : null;
  const wrong = parsed.kind === 'problem' ? parsed.problem.message : null;
  const nearest = typed === null ? [] : nearestOf(typed, choice);
  const problem = wrong ?? (typed === null ? null : problemOf(typed, { choice, funds }));
  const approval =
    funds === null || typed === null ? null : approvalOf({ choice, amount: typed, funds });
  const cost = funds === null ? null : costOf(choice, approval ?? 'none') * funds.gasPrice;
  const reason = reasonOf({ funds, typed, problem, cost, choice });
  const isReady = typed !== null && problem === null && reason === null && approval !== null;
  return {
    max: funds === null ? null : maxText(choice, funds),
    balance: funds === null ? null : shown(funds.balance, choice),
    problem,
    nearest: problem === null || nearest.length === 0 ? [] : nearest,
    order: isReady ? { choice, amount: typed, quanta: Number(typed / unit), approval } : null,
    reason,
    cost,
  };
}

/** How the contract is allowed to take an amount of a token. */
function approvalOf({
  choice: { currency },
  amount,
  funds: { allowance, permit },
}: {
  readonly choice: CustodyChoice;
  readonly amount: bigint;
  readonly funds: DepositFunds;
}): DepositApproval {
  if (currency.kind === 'native' || allowance >= amount) return 'none';
  return permit ? 'permit' : 'approve';
}

function costOf({ currency }: CustodyChoice, approval: DepositApproval): bigint {
  if (currency.kind === 'native') return GAS.native;
  if (approval === 'permit') return GAS.permit;
  return approval === 'approve' ? GAS.deposit + GAS.approve : GAS.deposit;
}

/** What is wrong with an amount, before it is asked whether it can be paid for. */
function problemOf(
  amount: bigint,
  { choice, funds }: { readonly choice: CustodyChoice; readonly funds: DepositFunds | null },
): string | null {
  const { unit, currency } = choice;
  if (amount === 0n) return 'Enter an amount above zero.';
  if (amount % unit !== 0n) {
    return `The exchange counts ${currency.symbol} in steps of ${exactAmount(unit, currency.decimals)}.`;
  }
  if (amount / unit > BigInt(MAX_QUANTA)) return 'The exchange cannot hold so much.';
  if (funds === null) return null;
  if (amount > funds.balance) {
    return `Your wallet has ${shown(funds.balance, choice).text} ${currency.symbol}.`;
  }
  if (currency.kind === 'native' && amount > spendableOf(choice, funds)) {
    return 'Leave some LUX in the wallet for the network cost.';
  }
  return null;
}

function nearestOf(amount: bigint, { unit, currency }: CustodyChoice): readonly NearestAmount[] {
  if (amount % unit === 0n) return [];
  const lower = (amount / unit) * unit;
  return [lower, lower + unit]
    .filter((each) => each > 0n)
    .map((each) => ({
      text: exactAmount(each, currency.decimals),
      label: `${exactAmount(each, currency.decimals)} ${currency.symbol}`,
    }));
}

function reasonOf({
  funds,
  typed,
  problem,
  cost,
  choice: { currency },
}: {
  readonly funds: DepositFunds | null;
  readonly typed: bigint | null;
  readonly problem: string | null;
  readonly cost: bigint | null;
  readonly choice: CustodyChoice;
}): string | null {
  if (funds === null) return 'Reading your wallet…';
  if (funds.obstacle !== null) return OBSTACLES[funds.obstacle];
  if (problem !== null) return null;
  if (typed === null) return 'Enter an amount.';
  const isShort = currency.kind === 'token' && cost !== null && funds.coin < cost;
  return isShort ? 'Your wallet has too little LUX for the network cost.' : null;
}

/** What can be paid in at most: whole quanta, and of LUX what the network cost leaves. */
function maxText(choice: CustodyChoice, funds: DepositFunds): string {
  const { unit, currency } = choice;
  return exactAmount((spendableOf(choice, funds) / unit) * unit, currency.decimals);
}

function spendableOf({ currency }: CustodyChoice, { balance, gasPrice }: DepositFunds): bigint {
  // Twice the cost, for a deposit whose price rises meanwhile and one more transaction after it.
  return spendable(currency, balance, (GAS.native + GAS.deposit) * gasPrice * 2n);
}

function shown(amount: bigint, { currency: { decimals, symbol } }: CustodyChoice) {
  return {
    text: formatAmount(amount, decimals, { significantDigits: 8 }),
    exact: `${exactAmount(amount, decimals)} ${symbol}`,
  };
}
