import { markets } from '#lib/domain/market.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { PLAIN_ORDER } from '#scripts/testing/plain-order.ts';
import {
  BUY,
  type Command,
  FALLING,
  INDEX_PRICE,
  type ListMarket,
  OPEN,
  type PlaceOrder,
  SELL,
} from '#server/engine/index.ts';
import { openSegmentLog, RecordBatch } from '#server/journal/index.ts';

const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const NETWORK = 'test-1337';

type WithoutStamp<Kind> = Kind extends Command ? Omit<Kind, 'seq' | 'time'> : never;
export type UnstampedCommand = WithoutStamp<Command>;

/** Commands numbered from 1 on, a second apart. */
export function stamped(commands: readonly UnstampedCommand[]): readonly Command[] {
  return commands.map((command, index) => ({
    ...command,
    seq: index + 1,
    time: START_MS + 1_000 * (index + 1),
  }));
}

/** BTC-USDT as the exchange lists it. */
export function listBitcoin(): Omit<ListMarket, 'seq' | 'time'> {
  const [bitcoin] = markets;
  if (bitcoin === undefined) throw new Error('the exchange has a first market');
  return {
    kind: 'list-market',
    market: bitcoin.id,
    baseAsset: bitcoin.baseAsset,
    quoteAsset: bitcoin.quoteAsset,
    unitsPerLot: bitcoin.unitsPerLot,
    k: bitcoin.k,
    makerFeePpm: bitcoin.makerFeePpm,
    takerFeePpm: bitcoin.takerFeePpm,
    bandPpm: bitcoin.bandPpm,
    minNotional: bitcoin.minNotional,
    maxQuantity: bitcoin.maxQuantity,
    maxOpenOrders: bitcoin.maxOpenOrders,
    allowSelfTrade: false,
  };
}

/** A limit order of market 1; the rest as given. */
export function limitOrder(
  order: Pick<PlaceOrder, 'account' | 'orderId' | 'side' | 'price' | 'quantity'> &
    Partial<PlaceOrder>,
): Omit<PlaceOrder, 'seq' | 'time'> {
  return {
    market: 1,
    ...PLAIN_ORDER,
    ...order,
  };
}

/** Money from outside, the account's only deposit of this asset. */
function depositOf(account: number, asset: number, amount: Quanta): UnstampedCommand {
  return { kind: 'deposit', account, asset, amount, source: asset, sourceSeq: account };
}

/**
 * A little history: account 1 has 1,000 USDT and buys, account 2 has 1 BTC and sells. Order 103 takes
 * 100 lots of order 101 and 20 of order 102, all at 60,000. What comes of it, fees of 0.02 % and
 * 0.05 % included, is worked out by hand in the tests.
 */
export const history: readonly Command[] = stamped([
  { kind: 'open-account', account: 1, address: `0x${'11'.repeat(20)}` },
  { kind: 'open-account', account: 2, address: `0x${'22'.repeat(20)}` },
  depositOf(1, 0, 1_000_000_000),
  depositOf(2, 1, 100_000_000),
  listBitcoin(),
  { kind: 'set-price', market: 1, source: INDEX_PRICE, price: 6_000_000 },
  { kind: 'set-market-state', market: 1, state: OPEN },
  limitOrder({ account: 1, orderId: 101, side: BUY, price: 6_000_000, quantity: 100 }),
  limitOrder({ account: 1, orderId: 102, side: BUY, price: 6_000_000, quantity: 50 }),
  limitOrder({ account: 2, orderId: 103, side: SELL, price: 6_000_000, quantity: 120 }),
  limitOrder({
    account: 2,
    orderId: 104,
    side: SELL,
    price: 5_900_000,
    quantity: 10,
    trigger: FALLING,
    triggerPrice: 5_900_000,
  }),
  limitOrder({ account: 1, orderId: 105, side: BUY, price: 6_000_000, quantity: 5 }),
  limitOrder({
    account: 2,
    orderId: 106,
    clientOrderId: 9,
    side: SELL,
    price: 6_010_000,
    quantity: 7,
  }),
  limitOrder({ account: 2, orderId: 107, side: SELL, price: 6_010_500, quantity: 3 }),
  { kind: 'tick' },
]);

export type JournalOptions = {
  readonly folder: string;
  readonly commands?: readonly Command[];
  /** Records of each block; what is left is the last one. */
  readonly blocks?: readonly number[];
  readonly network?: string;
  readonly segmentBytes?: number;
  /** Segments before this record go to the folder; `null` = none. */
  readonly archived?: { readonly beforeSeq: number; readonly folder: string } | null;
};

/** Writes a journal as the exchange does. */
export async function writtenJournal({
  folder,
  commands = history,
  blocks = [4, 6],
  network = NETWORK,
  segmentBytes = 65_536,
  archived = null,
}: JournalOptions): Promise<void> {
  const archive = archived?.folder ?? null;
  const { log } = await openSegmentLog({ folder, network, segmentBytes, archive });
  const left = [...commands];
  for (const count of [...blocks, left.length]) {
    const batch = new RecordBatch();
    for (const command of left.splice(0, count)) batch.append(command);
    if (batch.count === 0) continue;
    log.append(batch, log.lastSeq);
    await log.flush();
  }
  if (archived !== null) await log.archiveBefore(archived.beforeSeq);
  await log.close();
}
