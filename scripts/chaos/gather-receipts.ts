import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import type { ChaosUser } from './chaos-user.ts';
import type { Acknowledged } from './told-facts.ts';

/** So many that somebody has already are downloaded once more. */
const AGAIN = 5;
const LOOK_MS = 100;

/**
 * Everybody downloads the receipts that they do not have yet, and some of those that they have: each
 * must be the same one whenever it is asked for.
 *
 * @throws Error when there is none, or another one than before.
 */
export async function gatherReceipts(
  users: readonly ChaosUser[],
  { random, patienceMs }: { readonly random: SeededRandom; readonly patienceMs: number },
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const own = users.map(async (user) => {
    const kept = [...user.receipts.all(true)];
    const again = Array.from({ length: AGAIN }, () => random.pickAny(kept)).filter(
      (each) => each !== null,
    );
    for (const wanted of [...user.receipts.all(false), ...again]) {
      await download(user, { wanted, deadline });
    }
  });
  await Promise.all(own);
}

async function download(
  user: ChaosUser,
  { wanted, deadline }: { readonly wanted: Acknowledged; readonly deadline: number },
): Promise<void> {
  for (;;) {
    const why = await user.receipts.download(wanted);
    if (why === null) return;
    const { orderId, seq } = wanted;
    if (performance.now() > deadline) {
      throw new Error(`there is no receipt of order ${orderId}, command ${seq}: ${why}`);
    }
    await delay(LOOK_MS);
  }
}
