import { setTimeout as delay } from 'node:timers/promises';
import {
  formatEther,
  type Hash,
  type LocalAccount,
  type PublicClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem';
import { DeployError } from './deploy-error.ts';
import type { DeployStep } from './deploy-step.ts';

const PRIORITY_FEE = 1_000_000_000n;
const PENDING_TIMEOUT_MS = 60_000;
const MINED_TIMEOUT_MS = 120_000;
const POLL_INTERVAL_MS = 50;

/** How far a deployment is. */
export type DeployProgress = {
  readonly title: string;
  readonly sent: number;
  readonly total: number;
};

export type SendSteps = {
  readonly client: PublicClient;
  readonly account: LocalAccount;
  readonly chainId: number;
  readonly steps: readonly DeployStep[];
  readonly onProgress: (progress: DeployProgress) => void;
};

/**
 * Makes the steps that are not done yet, in order, and resolves when the chain shows all as done.
 * As many as fill a block are sent at once, in the order of their nonces.
 *
 * @returns The number of transactions sent.
 * @throws DeployError when funds are short, a transaction fails or is not mined, or an earlier run's
 *   transactions never settle.
 */
export async function sendSteps(job: SendSteps): Promise<number> {
  const { client, account, onProgress } = job;
  await untilSettled(client, account.address);
  const missing = await missingSteps(job);
  if (missing.length === 0) return 0;
  const block = await client.getBlock({ blockTag: 'latest' });
  const fees = feesAfter(block.baseFeePerGas ?? 0n);
  await checkFunds(job, missing, fees.maxFeePerGas);
  let sent = 0;
  const onSent = (title: string) => {
    sent += 1;
    onProgress({ title, sent, total: missing.length });
  };
  for (const batch of batchesByGas(missing, block.gasLimit)) {
    const hashes = await sendBatch(job, { batch, fees, onSent });
    await checkReceipts(client, batch, hashes);
  }
  const left = await missingSteps(job);
  if (left.length > 0) {
    const titles = left.map(({ title }) => title).join(', ');
    throw new DeployError(`Mined, yet not in effect: ${titles}. Run it again.`, {
      code: 'deploy/incomplete',
    });
  }
  return missing.length;
}

async function missingSteps({ client, steps }: SendSteps): Promise<DeployStep[]> {
  const done = await Promise.all(steps.map(async (step) => await step.isDone(client)));
  return steps.filter((_, index) => done[index] !== true);
}

/**
 * Waits until no transaction of the account is on its way. One that an interrupted run has sent would
 * otherwise be made twice: it does not show in the state of the chain yet.
 */
async function untilSettled(client: PublicClient, address: `0x${string}`): Promise<void> {
  const deadline = performance.now() + PENDING_TIMEOUT_MS;
  for (;;) {
    const [mined, known] = await Promise.all([
      client.getTransactionCount({ address, blockTag: 'latest' }),
      client.getTransactionCount({ address, blockTag: 'pending' }),
    ]);
    if (mined === known) return;
    if (performance.now() > deadline) {
      throw new DeployError(
        `${known - mined} transactions of ${address} are not mined after ${PENDING_TIMEOUT_MS / 1000} s. ` +
          'Is the chain producing blocks?',
        { code: 'deploy/pending-transactions' },
      );
    }
    await delay(POLL_INTERVAL_MS);
  }
}

/**
 * Splits steps, in order, into runs that fit one block each. A pool of transactions may drop what
 * follows one that does not fit (anvil's does).
 */
export function batchesByGas(steps: readonly DeployStep[], blockGas: bigint): DeployStep[][] {
  const batches: DeployStep[][] = [];
  let free = 0n;
  for (const step of steps) {
    const current = batches.at(-1);
    if (current === undefined || step.gas > free) {
      batches.push([step]);
      free = blockGas - step.gas;
    } else {
      current.push(step);
      free -= step.gas;
    }
  }
  return batches;
}

type Fees = { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };

/** Room for the base fee to grow over the full blocks that a deployment fills. */
function feesAfter(baseFee: bigint): Fees {
  return { maxFeePerGas: baseFee * 8n + PRIORITY_FEE, maxPriorityFeePerGas: PRIORITY_FEE };
}

async function checkFunds(
  { client, account }: SendSteps,
  steps: readonly DeployStep[],
  gasPrice: bigint,
): Promise<void> {
  const needed = steps.reduce((sum, { value, gas }) => sum + value + gas * gasPrice, 0n);
  const balance = await client.getBalance({ address: account.address });
  if (balance < needed) {
    throw new DeployError(
      `The deployer ${account.address} has ${formatEther(balance)} LUX and needs up to ` +
        `${formatEther(needed)}. Fund it on the chain's genesis or by a transfer.`,
      { code: 'deploy/insufficient-funds' },
    );
  }
}

async function sendBatch(
  { client, account, chainId }: SendSteps,
  {
    batch,
    fees,
    onSent,
  }: {
    readonly batch: readonly DeployStep[];
    readonly fees: Fees;
    readonly onSent: (title: string) => void;
  },
): Promise<Hash[]> {
  let nonce = await client.getTransactionCount({ address: account.address });
  const hashes: Hash[] = [];
  for (const { title, to, data, value, gas } of batch) {
    const transaction = { type: 'eip1559', chainId, nonce, to, data, value, gas, ...fees } as const;
    const serializedTransaction = await account.signTransaction(transaction);
    hashes.push(await client.sendRawTransaction({ serializedTransaction }));
    nonce += 1;
    onSent(title);
  }
  return hashes;
}

async function checkReceipts(
  client: PublicClient,
  steps: readonly DeployStep[],
  hashes: readonly Hash[],
): Promise<void> {
  const deadline = performance.now() + MINED_TIMEOUT_MS;
  for (const [index, hash] of hashes.entries()) {
    const title = steps[index]?.title ?? hash;
    const status = await minedStatus(client, hash, deadline);
    if (status === 'reverted') {
      throw new DeployError(
        `"${title}" failed on chain (transaction ${hash}). What was done before it stays; run it again.`,
        { code: 'deploy/transaction-failed' },
      );
    }
    if (status === 'missing') {
      throw new DeployError(
        `"${title}" was sent but is not mined (transaction ${hash}). Is the chain producing blocks?`,
        { code: 'deploy/pending-transactions' },
      );
    }
  }
}

async function minedStatus(
  client: PublicClient,
  hash: Hash,
  deadline: number,
): Promise<'success' | 'reverted' | 'missing'> {
  for (;;) {
    const receipt = await findReceipt(client, hash);
    if (receipt !== null) return receipt.status;
    if (performance.now() > deadline) return 'missing';
    await delay(POLL_INTERVAL_MS);
  }
}

async function findReceipt(client: PublicClient, hash: Hash): Promise<TransactionReceipt | null> {
  try {
    return await client.getTransactionReceipt({ hash });
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  }
}
