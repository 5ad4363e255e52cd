import { getBalance } from 'viem/actions';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { waitForMined } from '#lib/chain/wait-for-mined.ts';
import type { Address } from '#lib/domain/address.ts';
import { formatAge } from '#lib/format/format-time.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import { type FaucetAnswer, requestTestFunds } from './request-test-funds.ts';

const TOAST = 'test-funds';
const PATIENCE_MS = 30_000;

export type Funding = {
  readonly sidecarUrl: string;
  /** Reads the chain that the faucet pays on. */
  readonly client: ChainClient;
  readonly address: Address;
};

/**
 * Gets test tokens for an account of the local network, telling how it goes in one toast.
 *
 * @returns Whether the tokens arrived.
 */
export async function fundAccount({ sidecarUrl, client, address }: Funding): Promise<boolean> {
  showToast({ id: TOAST, kind: 'pending', title: 'Asking the faucet for test tokens' });
  const answer = await requestTestFunds(sidecarUrl, address);
  if (answer.kind === 'refused') return refused(answer);
  showToast({ id: TOAST, kind: 'pending', title: 'Test tokens are on their way' });
  const { hash } = answer;
  const mined = await waitForMined({ client, hash, patienceMs: PATIENCE_MS });
  const arrived = mined?.status === 'success';
  if (arrived) {
    showToast({ id: TOAST, kind: 'success', title: 'Test tokens have arrived' });
  } else {
    showToast({
      id: TOAST,
      kind: 'warning',
      title: 'Test tokens are late',
      detail: 'The faucet’s transaction is in no block yet. Your balance shows when it is.',
    });
  }
  return arrived;
}

/**
 * Has an account funded that holds no LUX: a new one, or one on a chain that was begun anew. A chain
 * that does not answer is left alone.
 */
export async function fundEmptyAccount(funding: Funding): Promise<void> {
  const { client, address } = funding;
  const balance = await getBalance(client, { address }).catch(() => null);
  if (balance === 0n) await fundAccount(funding);
}

function refused({
  code,
  message,
  retryAfterMs,
}: Extract<FaucetAnswer, { kind: 'refused' }>): false {
  // Being asked too early is an answer, not a failure.
  const kind = code === 'faucet/cool-down' || code === 'faucet/in-flight' ? 'info' : 'error';
  const detail =
    retryAfterMs === null ? message : `${message} You can ask again in ${formatAge(retryAfterMs)}.`;
  showToast({ id: TOAST, kind, title: 'No test tokens now', detail, code });
  return false;
}
