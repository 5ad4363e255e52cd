import { estimateGas, getBlockNumber, sendTransaction, signTypedData } from 'viem/actions';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { lookAtTransaction, type SentTransaction } from '#lib/chain/look-at-transaction.ts';
import { permitTypedData, readPermit, signedPermit } from '#lib/chain/permit.ts';
import type { ReadContext } from '#lib/chain/read-many.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import { approveToken } from '#lib/swap/approve-token.ts';
import { ownSigner, type Signer } from '#lib/swap/own-signer.ts';
import { SwapError, type SwapErrorCode } from '#lib/swap/swap-errors.ts';
import { CustodyError, type CustodyFailure } from './custody-failure.ts';
import type { DepositLook, DepositSeen, DepositSteps } from './deposit-session.ts';
import type { DepositOrder } from './derive-deposit.ts';
import { type CustodyCall, encodeDeposit } from './encode-deposit.ts';

const POLL_MS = 700;
/** A permit that was signed is used at once; the chain's clock may run differently. */
const PERMIT_MS = 30 * 60_000;

export type DepositPlace = {
  readonly context: Omit<ReadContext, 'blockHash'>;
  readonly chainId: number;
  readonly clearingHouse: Address;
  readonly account: Address;
  /** @throws when the wallet is not there, or not on the page's chain. */
  readonly signer: () => Promise<Signer>;
  readonly codeOf: (error: unknown) => SwapErrorCode;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
};

/** The steps of a deposit against the real chain and the real wallet. */
export function createDepositSteps(place: DepositPlace): DepositSteps {
  const { context, account, clearingHouse } = place;
  const { client } = context;
  return {
    approve: (order, onSent) => approve(place, { order, onSent }),
    signPermit: (order) => signPermit(place, order),
    rehearse: async (order, permit) => {
      const call = encodeDeposit(order, { clearingHouse, permit });
      return withHeadroom(await estimateGas(client, { account, ...call }));
    },
    send: async (order, { permit, gas }) =>
      await sendCall(place, { ...encodeDeposit(order, { clearingHouse, permit }), gas }),
    look: (sent) => look(place, sent),
    pause: () => new Promise((resolve) => setTimeout(resolve, POLL_MS)),
  };
}

/** The first deposit of an asset writes where others add. */
function withHeadroom(gas: bigint): bigint {
  return (gas * 5n) / 4n;
}

async function sendCall(
  place: DepositPlace,
  call: CustodyCall & { readonly gas: bigint },
): Promise<Hash> {
  return await sendTransaction(await ownSigner(place), call);
}

async function approve(
  { context, signer, account, clearingHouse: spender, codeOf }: DepositPlace,
  { order, onSent }: { readonly order: DepositOrder; readonly onSent: (hash: Hash) => void },
): Promise<void> {
  const { token } = order.choice;
  let failed: SwapErrorCode | null = null;
  await approveToken({
    ...{ context, signer, account, spender, codeOf },
    approval: { kind: 'approve', token, amount: order.amount },
    dispatch: (event) => {
      if (event.type === 'approval-sent') onSent(event.hash);
      if (event.type === 'failed') failed = event.code;
    },
  });
  if (failed !== null) throw new SwapError(failed);
}

async function signPermit(place: DepositPlace, { choice: { token }, amount }: DepositOrder) {
  const { context, account: owner, chainId, clearingHouse: spender, nowMs } = place;
  const known = await readPermit(context, { token: token.address, owner, chainId });
  if (known === null) throw new SwapError('swap/permit-refused');
  const deadline = BigInt(Math.floor((nowMs() + PERMIT_MS) / 1_000));
  const terms = { value: amount, deadline, owner, spender, ...known };
  const signer = await ownSigner(place);
  return signedPermit(terms, await signTypedData(signer, permitTypedData(terms)));
}

/** It may have been paid in all the same: the page must not say that it was not. */
const LOST: CustodyFailure = {
  code: 'custody/not-found',
  text: 'The transaction was not found. Look at your balance before you try again.',
};

async function look(
  { context: { client } }: DepositPlace,
  before: SentTransaction,
): Promise<DepositSeen> {
  const seen = await lookedAt(client, before).catch(() => null);
  if (seen === null) return { look: { kind: 'unreachable' }, sent: before };
  const { look: found, sent, head } = seen;
  if (found.kind === 'lost') throw new CustodyError(LOST);
  if (found.kind !== 'mined') return { look: { kind: found.kind }, sent };
  return { look: depthOf(found.receipt, head), sent };
}

async function lookedAt(client: ChainClient, before: SentTransaction) {
  const head = await getBlockNumber(client, { cacheTime: 0 });
  return { ...(await lookAtTransaction(client, before)), head };
}

function depthOf(
  {
    status,
    blockNumber,
  }: { readonly status: 'success' | 'reverted'; readonly blockNumber: bigint },
  head: bigint,
): DepositLook {
  if (status === 'reverted') return { kind: 'reverted' };
  const depth = head < blockNumber ? 0n : head - blockNumber;
  return { kind: 'included', block: Number(blockNumber), confirmations: Number(depth) + 1 };
}
