import { isAddress } from 'viem';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import { parseAmount } from '#lib/swap/parse-amount.ts';
import type { CustodyChoice } from './custody-choice.ts';

/** What is typed and chosen for a withdrawal. */
export type WithdrawalInputs = {
  readonly choice: CustodyChoice;
  readonly text: string;
  /** Empty = to the account's own address. */
  readonly to: string;
};

/** What the exchange says of the account; `null` = not known yet. */
export type WithdrawalFunds = {
  readonly owner: Address;
  /** Quanta that nothing holds. */
  readonly available: Quanta | null;
  /** Least that is paid out, quanta; `null` = not known yet. */
  readonly minimum: Quanta | null;
  /** Contracts that would keep what is sent to them. */
  readonly contracts: readonly Address[];
};

/** What is going to be asked for, exactly. */
export type WithdrawalOrder = {
  readonly choice: CustodyChoice;
  readonly quanta: Quanta;
  readonly to: Address;
};

export type WithdrawalView = {
  readonly max: string | null;
  readonly available: { readonly text: string; readonly exact: string } | null;
  readonly problem: string | null;
  /** What is wrong with the receiver; `null` = nothing. */
  readonly toProblem: string | null;
  /** The receiver is somebody else's address. */
  readonly isElsewhere: boolean;
  readonly order: WithdrawalOrder | null;
  readonly reason: string | null;
};

/** What a withdrawal would do, or why it cannot be made. */
export function deriveWithdrawal(
  { choice, text, to }: WithdrawalInputs,
  { owner, available, minimum, contracts }: WithdrawalFunds,
): WithdrawalView {
  const { asset } = choice;
  const unit = { symbol: asset.symbol, decimals: asset.decimals };
  const parsed = parseAmount(text, unit);
  const typed = parsed.kind === 'amount' ? parsed.amount : null;
  const wrong = parsed.kind === 'problem' ? parsed.problem.message : null;
  const problem =
    wrong ?? (typed === null ? null : problemOf(typed, { choice, available, minimum }));
  const receiver = readReceiver(to, { owner, contracts });
  const reason = reasonOf({ available, typed, problem: problem ?? receiver.problem });
  const isReady = typed !== null && problem === null && reason === null;
  return {
    max: available === null ? null : exactAmount(BigInt(available), asset.decimals),
    available: available === null ? null : shown(available, choice),
    problem,
    toProblem: receiver.problem,
    isElsewhere: receiver.address !== null && !sameAddress(receiver.address, owner),
    order:
      isReady && receiver.address !== null
        ? { choice, quanta: Number(typed), to: receiver.address }
        : null,
    reason,
  };
}

function problemOf(
  amount: bigint,
  {
    choice,
    available,
    minimum,
  }: Pick<WithdrawalFunds, 'available' | 'minimum'> & { readonly choice: CustodyChoice },
): string | null {
  if (amount === 0n) return 'Enter an amount above zero.';
  if (minimum !== null && amount < BigInt(minimum)) {
    const least = shown(minimum, choice).exact;
    return `The least that is paid out is ${least}. Leaving through the exit pays everything.`;
  }
  if (available === null || amount <= BigInt(available)) return null;
  const { text } = shown(available, choice);
  return available === 0
    ? `You have no ${choice.asset.symbol} that can be withdrawn.`
    : `Available are ${text} ${choice.asset.symbol}; cancel orders to free more.`;
}

type Receiver = { readonly address: Address | null; readonly problem: string | null };

/** Who is paid. An address with capitals has to have the right ones: they are its checksum. */
function readReceiver(
  to: string,
  { owner, contracts }: Pick<WithdrawalFunds, 'owner' | 'contracts'>,
): Receiver {
  const text = to.trim();
  if (text === '') return { address: owner, problem: null };
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) {
    return { address: null, problem: 'An address is 0x and 40 hexadecimal digits.' };
  }
  if (!isAddress(text)) {
    return {
      address: null,
      problem: 'The capitals in this address do not fit its digits: copy it again.',
    };
  }
  if (/^0x0{40}$/.test(text)) {
    return { address: null, problem: 'Nobody has this address: what is sent there is lost.' };
  }
  if (contracts.some((contract) => sameAddress(contract, text))) {
    return { address: null, problem: 'This contract would keep what is sent to it.' };
  }
  return { address: text, problem: null };
}

function reasonOf({
  available,
  typed,
  problem,
}: {
  readonly available: Quanta | null;
  readonly typed: bigint | null;
  readonly problem: string | null;
}): string | null {
  if (available === null) return 'Reading your balances…';
  if (problem !== null) return null;
  return typed === null ? 'Enter an amount.' : null;
}

function shown(quanta: Quanta, { asset: { decimals, symbol } }: CustodyChoice) {
  const amount = BigInt(quanta);
  return {
    text: formatAmount(amount, decimals, { significantDigits: 8 }),
    exact: `${exactAmount(amount, decimals)} ${symbol}`,
  };
}
