import { getTransaction, getTransactionCount, sendTransaction, signTypedData } from 'viem/actions';
import { encodeSwap, type SwapCall, type SwapContracts } from '#lib/chain/encode-swap.ts';
import { permitTypedData, readPermit, type SignedPermit, signedPermit } from '#lib/chain/permit.ts';
import type { BlockRef } from '#lib/chain/read-block.ts';
import type { ReadContext } from '#lib/chain/read-many.ts';
import { simulateSwap } from '#lib/chain/simulate-swap.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { SwapSteps } from './execute-swap.ts';
import { ownSigner, type Signer } from './own-signer.ts';
import { SwapError } from './swap-errors.ts';
import type { SwapPlan } from './swap-plan.ts';
import type { SwapRecord } from './swap-record.ts';
import { exactSideOf } from './swap-request.ts';

export type SwapStepsOptions = {
  readonly context: Omit<ReadContext, 'blockHash'>;
  readonly chainId: number;
  readonly contracts: SwapContracts;
  readonly account: Address;
  /** @throws when the wallet is not there, or not on the page's chain. */
  readonly signer: () => Promise<Signer>;
  /** The plan on the chain as it is now, and the block it was made on. */
  readonly replan: () => Promise<{ readonly plan: SwapPlan; readonly block: BlockRef }>;
  readonly nowMs: () => number;
};

/** The steps of a swap against the real chain and the real wallet, for one swap. */
export function createSwapSteps(options: SwapStepsOptions): SwapSteps {
  const { context, chainId, contracts, account } = options;
  let quotedAt: BlockRef | null = null;
  let deadline = 0n;

  const encode = (plan: SwapPlan, permit: SignedPermit | null): SwapCall =>
    encodeSwap(plan.route, {
      contracts,
      sender: account,
      slippagePpm: plan.slippagePpm,
      deadline,
      ...(permit === null ? {} : { permit }),
    });

  return {
    replan: async () => {
      const { plan, block } = await options.replan();
      quotedAt = block;
      deadline = deadlineAfter(block, { minutes: plan.deadlineMinutes, nowMs: options.nowMs() });
      return plan;
    },
    signPermit: async ({ approval }) => {
      if (approval.kind !== 'permit')
        throw new RangeError('a permit is signed where one is planned');
      const { token, amount: value } = approval;
      const known = await readPermit(context, { token: token.address, owner: account, chainId });
      if (known === null) throw new SwapError('swap/permit-refused');
      const terms = { value, deadline, owner: account, spender: contracts.swapRouter02, ...known };
      const signer = await ownSigner(options);
      return signedPermit(terms, await signTypedData(signer, permitTypedData(terms)));
    },
    simulate: async (plan, permit) => {
      const { route, slippagePpm } = plan;
      const swap = encode(plan, permit);
      const { gasUnits } = await simulateSwap({
        context,
        route,
        swap,
        sender: account,
        slippagePpm,
        ...(permit === null ? {} : { permit }),
        ...(quotedAt === null ? {} : { quotedAt: quotedAt.hash }),
      });
      return withHeadroom(gasUnits);
    },
    send: async ({ plan, permit, gas }) => {
      const call = encode(plan, permit);
      const sent = await sendCall(options, { call, gas });
      const sentBlock = quotedAt?.number ?? 0n;
      const isSwap = plan.route.kind === 'swap';
      return recordOf(options, {
        plan,
        transaction: { ...sent, sentBlock, deadline: isSwap ? Number(deadline) : null },
      });
    },
  };
}

/** A pool that crosses one tick more than rehearsed needs some gas more. */
function withHeadroom(gasUnits: bigint): bigint {
  return (gasUnits * 5n) / 4n;
}

/** The chain's clock may be behind the world's where blocks are rare, or ahead on a test chain. */
function deadlineAfter(
  block: BlockRef,
  { minutes, nowMs }: { readonly minutes: number; readonly nowMs: number },
): bigint {
  const now = BigInt(Math.floor(nowMs / 1_000));
  return (block.timestamp > now ? block.timestamp : now) + BigInt(minutes * 60);
}

type Sent = Pick<
  SwapRecord['transaction'],
  'hash' | 'nonce' | 'sender' | 'to' | 'value' | 'input' | 'sentAtMs'
>;

async function sendCall(
  options: SwapStepsOptions,
  { call, gas }: { readonly call: SwapCall; readonly gas: bigint },
): Promise<Sent> {
  const { context, account, nowMs } = options;
  const { client } = context;
  const signer = await ownSigner(options);
  const nextNonce = await getTransactionCount(client, { address: account, blockTag: 'pending' });
  const { to, data, value } = call;
  const hash = await sendTransaction(signer, { to, data, value, gas });
  // The wallet may have chosen another number; the chain knows which, once it knows the transaction.
  const known = await getTransaction(client, { hash }).catch(() => null);
  const nonce = known?.nonce ?? nextNonce;
  const sentAtMs = nowMs();
  const sent = { hash, nonce, to, value, input: data, sentAtMs };
  const byItself = known === null || sameAddress(known.from, account);
  return byItself ? sent : { ...sent, sender: known.from };
}

function recordOf(
  { chainId, account }: SwapStepsOptions,
  { plan, transaction }: { plan: SwapPlan; transaction: SwapRecord['transaction'] },
): SwapRecord {
  const { kind, mode, input, output, amountIn, amountOut } = plan.route;
  return {
    id: transaction.hash,
    chainId,
    account,
    kind,
    pay: input,
    receive: output,
    exact: exactSideOf(mode),
    payAmount: amountIn,
    receiveAmount: amountOut,
    transaction,
    outcome: { kind: 'pending' },
  };
}
