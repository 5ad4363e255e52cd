import type { CancelOrder, Command, PlaceOrder } from '#server/engine/index.ts';

const START_MS = 1_760_000_000_000;

/** A plain limit order: its record has 64 bytes, and those of the signature. */
export function samplePlace(seq: number, signature: Uint8Array | null = null): PlaceOrder {
  return {
    kind: 'place',
    seq,
    time: START_MS + seq,
    account: 1 + (seq % 7),
    market: 1,
    orderId: 1_000_000 + seq,
    clientOrderId: seq,
    side: seq % 2 === 0 ? 0 : 1,
    type: 0,
    timeInForce: 0,
    price: 6_000_000 + (seq % 100),
    quantity: 1 + (seq % 50),
    displayQuantity: 0,
    postOnly: 0,
    reduceOnly: false,
    selfTrade: 0,
    trigger: 0,
    triggerBy: 0,
    triggerPrice: 0,
    expiry: 0,
    takeProfit: null,
    stopLoss: null,
    authority: null,
    signature,
  };
}

/** Bytes such as a signature block has. */
export function sampleSignature(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 89 + 17) & 255);
}

function sampleCancel(seq: number): CancelOrder {
  return { kind: 'cancel', seq, time: START_MS + seq, account: 1, orderId: seq, clientOrderId: 0 };
}

/** Commands numbered from `from` on: orders, signed orders, cancels and ticks in turn. */
export function sampleCommands(from: number, count: number): readonly Command[] {
  return Array.from({ length: count }, (_, index): Command => {
    const seq = from + index;
    if (seq % 4 === 0) return sampleCancel(seq);
    if (seq % 4 === 1) return { kind: 'tick', seq, time: START_MS + seq };
    return samplePlace(seq, seq % 4 === 2 ? sampleSignature(96) : null);
  });
}
