import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';
import type { CustodyChoice } from './custody-choice.ts';
import type { DepositProgress } from './deposit-progress.ts';
import type { DepositView } from './derive-deposit.ts';

/** A name and a value of what will happen. */
export type CustodyFact = {
  readonly name: string;
  readonly value: string;
  readonly title?: string;
  /** The value is words, not a figure. */
  readonly isWords?: boolean;
};

const COIN_DECIMALS = 18;

const APPROVALS = {
  none: 'Given already',
  permit: 'A signature, which costs nothing',
  approve: 'A transaction before the deposit',
} as const;

/**
 * What a deposit will do, before it is signed.
 *
 * @param pace - blocks that make it final, its own among them, and seconds from block to block
 */
export function depositFacts(
  { choice, view }: { readonly choice: CustodyChoice; readonly view: DepositView },
  pace: { readonly needed: number | null; readonly blockSeconds: number | null },
): readonly CustodyFact[] {
  const { order, cost } = view;
  const { asset, currency } = choice;
  const credited =
    order === null ? '–' : `${exactAmount(BigInt(order.quanta), asset.decimals)} ${asset.symbol}`;
  return [
    { name: 'You are credited', value: credited },
    ...(currency.kind === 'native' || order === null
      ? []
      : [{ name: 'Permission', value: APPROVALS[order.approval], isWords: true }]),
    {
      name: 'Network cost',
      value: cost === null ? '–' : `≈ ${costText(cost)} LUX`,
      ...(cost === null ? {} : { title: `${exactAmount(cost, COIN_DECIMALS)} LUX` }),
    },
    { name: 'Credited after', value: blocksText(pace) },
  ];
}

/** A network cost in LUX, shortened. */
function costText(wei: bigint): string {
  return formatAmount(wei, COIN_DECIMALS, { significantDigits: 2 });
}

/** How long a number of blocks takes: `2 blocks, about 2 s`. */
export function blocksText({
  needed,
  blockSeconds,
}: {
  readonly needed: number | null;
  readonly blockSeconds: number | null;
}): string {
  if (needed === null) return '–';
  const blocks = needed === 1 ? '1 block' : `${needed} blocks`;
  if (blockSeconds === null) return blocks;
  const seconds = Math.max(1, Math.ceil(needed * blockSeconds));
  const time = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return `${blocks}, about ${time}`;
}

/** What is to be done or waited for now, in a sentence. */
export function depositHint(
  { stage }: DepositProgress,
  { signsByItself }: { readonly signsByItself: boolean },
): string {
  switch (stage) {
    case 'approving':
      return signsByItself
        ? 'The demo wallet approves the token.'
        : 'Approve the token in your wallet. The deposit follows.';
    case 'approval-pending':
      return 'Waiting for the approval’s block.';
    case 'signing-permit':
      return signsByItself
        ? 'The demo wallet signs the permission.'
        : 'Sign the permission in your wallet. It costs nothing.';
    case 'rehearsing':
      return 'Trying the deposit on the chain, without sending it.';
    case 'confirming':
      return signsByItself
        ? 'The demo wallet signs and sends.'
        : 'Confirm in wallet. You can still reject it there.';
    case 'pending':
      return 'Sent, and waiting for a block. You may close this: the deposit goes on.';
    case 'in-block':
      return 'In a block. It is credited as soon as that block is final.';
    case 'credited':
      return 'The deposit is final, and yours to trade with.';
    case 'failed':
      return '';
    default:
      return stage satisfies never;
  }
}
