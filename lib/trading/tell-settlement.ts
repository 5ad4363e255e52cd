import type { Hash } from '#lib/domain/address.ts';
import { findAsset } from '#lib/domain/asset.ts';
import type { Fill } from '#lib/domain/fill.ts';
import { isLive, type Order } from '#lib/domain/order.ts';
import type { SettlementStage } from '#lib/domain/settlement.ts';
import { formatAmount } from '#lib/format/format-amount.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { ToastInput } from '#lib/stores/toast-store.ts';
import { explorerLink } from '#lib/wallet/explorer-link.ts';
import { tellOrder } from './tell-order.ts';

/** How far an order's trades are on their way to the chain: as far as the last of them. */
export type OrderSettlement = {
  readonly stage: SettlementStage;
  /** Of the newest trade that has one. */
  readonly transaction: Hash | null;
};

/** As long as a settlement takes, and some more: its toast is there when it is done. */
const UNTIL_SETTLED_MS = 45_000;
/** Significant digits of a fee. */
const FEE_DIGITS = 6;

/** From what is least far to what is furthest. */
const ORDER: readonly SettlementStage[] = [
  'annulled',
  'quarantined',
  'matched',
  'settling',
  'settled',
];

/**
 * How far the trades of an order are; `null` while nothing is known of one of them.
 *
 * @param fills - those of the order, the newest first
 */
export function settlementOf(fills: readonly Fill[]): OrderSettlement | null {
  const known = fills.flatMap(({ settlement }) => (settlement === undefined ? [] : [settlement]));
  if (known.length === 0 || known.length < fills.length) return null;
  const stage = ORDER.find((each) => known.some((settlement) => settlement.stage === each));
  const transaction = known.find((settlement) => settlement.transaction !== null)?.transaction;
  return stage === undefined ? null : { stage, transaction: transaction ?? null };
}

const WORDS: Readonly<Record<SettlementStage, string>> = {
  matched: 'Matched, on its way to the chain',
  settling: 'Settling on chain',
  settled: 'Settled on chain',
  quarantined: 'Matched; settlement is being looked into',
  annulled: 'Annulled: neither side of it could be settled',
};

/**
 * The toast of an order, with what it cost and how far the settlement of its trades is where these are
 * known; `null` = nothing to say.
 */
export function tellSettlement(
  order: Order,
  {
    fills: all,
    explorerUrl,
  }: { readonly fills: readonly Fill[]; readonly explorerUrl: string | null },
): ToastInput | null {
  const toast = tellOrder(order);
  const fills = all.filter(({ orderId }) => orderId === order.orderId);
  const settlement = isLive(order.status) ? null : settlementOf(fills);
  if (toast === null || settlement === null) return toast;
  const { stage, transaction } = settlement;
  const href =
    transaction === null ? null : explorerLink(explorerUrl, { kind: 'tx', id: transaction });
  const named =
    transaction !== null && href === null ? ` in ${shortenAddress(transaction, 6)}` : '';
  // The fee of what was annulled was given back.
  const isAnnulled = stage === 'annulled';
  const fee = isAnnulled ? null : feeText(order, fills);
  const said = [toast.detail, fee, `${WORDS[stage]}${named}`];
  return {
    ...toast,
    ...(isAnnulled ? { kind: 'warning' as const } : {}),
    detail: said.filter(Boolean).join(' · '),
    ...(stage === 'matched' || stage === 'settling' ? { durationMs: UNTIL_SETTLED_MS } : {}),
    ...(href === null ? {} : { action: { label: 'View the transaction', href } }),
  };
}

/** What an order has cost; nothing is said where not all of its trades are known. */
function feeText({ filledLots }: Order, fills: readonly Fill[]): string | null {
  const [first] = fills;
  const known = fills.reduce((lots, { quantityLots }) => lots + quantityLots, 0);
  const asset = first === undefined ? undefined : findAsset(first.feeAsset);
  if (asset === undefined || known !== filledLots) return null;
  const quanta = fills.reduce((sum, { feeQuanta }) => sum + BigInt(feeQuanta), 0n);
  const fee = formatAmount(quanta, asset.decimals, { significantDigits: FEE_DIGITS });
  return `Fee ${fee} ${asset.symbol}`;
}
