import type { Hash } from '#lib/domain/address.ts';
import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import type { SettlementStage } from '#lib/domain/settlement.ts';
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

/** From what is least far to what is furthest. */
const ORDER: readonly SettlementStage[] = ['quarantined', 'matched', 'settling', 'settled'];

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
};

/** The toast of an order that has traded, with how far its settlement is; `null` = nothing to say. */
export function tellSettlement(
  order: Order,
  { stage, transaction, explorerUrl }: OrderSettlement & { readonly explorerUrl: string | null },
): ToastInput | null {
  const toast = tellOrder(order);
  if (toast === null) return null;
  const href =
    transaction === null ? null : explorerLink(explorerUrl, { kind: 'tx', id: transaction });
  const named =
    transaction !== null && href === null ? ` in ${shortenAddress(transaction, 6)}` : '';
  const detail = [toast.detail, `${WORDS[stage]}${named}`].filter(Boolean).join(' · ');
  return {
    ...toast,
    detail,
    ...(href === null ? {} : { action: { label: 'View the transaction', href } }),
  };
}
