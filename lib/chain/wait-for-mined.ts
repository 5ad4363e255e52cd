import type { Hash } from '#lib/domain/address.ts';
import type { ChainClient } from './create-chain-client.ts';
import { lookAtTransaction, type SentTransaction } from './look-at-transaction.ts';

const POLL_MS = 500;
/** After this a transaction that is in no block is left to itself. */
const PATIENCE_MS = 180_000;

/** What became of a transaction. */
export type Mined = {
  /** `replaced`: the wallet gave its place to another one, so that it will never be in a block. */
  readonly status: 'success' | 'reverted' | 'replaced';
  /** Of what is in the block: another one than was sent where the wallet offered more for it. */
  readonly hash: Hash;
};

export type WaitOptions = {
  readonly client: ChainClient;
  readonly hash: Hash;
  /** Milliseconds; three minutes unless said otherwise. */
  readonly patienceMs?: number;
  readonly pollMs?: number;
};

/**
 * Waits until a transaction is in a block, whatever the wallet does to it meanwhile. A chain that does
 * not answer for a while is asked again.
 *
 * @returns `null` when it is in no block for long, or what took its number is not found.
 */
export async function waitForMined(options: WaitOptions): Promise<Mined | null> {
  const { client, hash, patienceMs = PATIENCE_MS, pollMs = POLL_MS } = options;
  const end = Date.now() + patienceMs;
  let sent: SentTransaction = { hash, call: null };
  while (Date.now() < end) {
    const seen = await lookAtTransaction(client, sent).catch(() => null);
    if (seen !== null) {
      sent = seen.sent;
      const { look } = seen;
      if (look.kind === 'mined') return { status: look.receipt.status, hash: sent.hash };
      if (look.kind === 'replaced') return { status: 'replaced', hash: look.by };
      if (look.kind === 'lost') return null;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, pollMs);
    });
  }
  return null;
}
