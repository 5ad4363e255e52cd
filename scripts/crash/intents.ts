import { PLAIN_ORDER } from '#scripts/testing/plain-order.ts';
import { BUY, GTC, IOC, SELL } from '#server/engine/index.ts';
import type { UnstampedCommand } from '#server/sequencer/index.ts';

/** Accounts that the intents trade with. */
const INTENT_ACCOUNTS = 8;

const MID = 6_700_000;

/**
 * What a client wants done, by number: the same number always stands for the same command, so that a
 * client which had no answer can send it again. Every one is either an order with the number as its
 * client order id, or a deposit with the number in its source; both are executed at most once.
 */
export function intentCommand(intent: number, seed: number): UnstampedCommand {
  const random = randomFrom(seed + intent * 7_919);
  const account = 1 + random(INTENT_ACCOUNTS);
  if (intent % 10 === 0) {
    const amount = 1 + random(1_000);
    return { kind: 'deposit', account, asset: random(2), amount, source: 2, sourceSeq: intent };
  }
  const side = random(2) === 0 ? BUY : SELL;
  const crosses = random(4) === 0;
  const away = (random(200) + 1) * ((side === BUY) === crosses ? 1 : -1);
  return {
    ...PLAIN_ORDER,
    account,
    market: 1,
    orderId: 0,
    clientOrderId: intent,
    side,
    timeInForce: random(10) === 0 ? IOC : GTC,
    price: MID + away,
    quantity: 1 + random(50),
    signature: random(3) === 0 ? new Uint8Array(96).fill(intent & 255) : null,
  };
}

/** Whole numbers from 0 to `end` − 1, from a seed (mulberry32). */
export function randomFrom(seed: number): (end: number) => number {
  let state = seed | 0;
  return (end) => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}
