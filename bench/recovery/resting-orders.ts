import { samplePlace } from '#scripts/testing/sample-commands.ts';
import type { CommandDraft } from '#server/sequencer/index.ts';

const MID = 6_700_000;
const LEVELS = 20_000;

/** Orders of many accounts that rest on many levels and never meet. */
export function* restingOrders(count: number, accounts: number): Iterable<CommandDraft> {
  for (let index = 0; index < count; index += 1) {
    const side = index % 2 === 0 ? 0 : 1;
    // A stride that shares no factor with the number of levels visits them all, far apart.
    const away = 1 + ((index * 7_919) % LEVELS);
    yield {
      ...samplePlace(1),
      seq: 0,
      time: 0,
      orderId: 0,
      clientOrderId: index % 4 === 0 ? index + 1 : 0,
      account: 1 + (index % accounts),
      side,
      price: side === 0 ? MID - away : MID + away,
      quantity: 1 + (index % 50),
    };
  }
}
