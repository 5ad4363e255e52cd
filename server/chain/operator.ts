import { setTimeout as delay } from 'node:timers/promises';
import type { Hex } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import type { Address } from '#lib/domain/address.ts';
import type { ChainEndpoints } from './chain-endpoints.ts';
import type { FeeLimits } from './fee-policy.ts';
import { createSentStore } from './sent-transactions.ts';
import { shortMessage } from './short-message.ts';
import { type OperatorAccount, OperatorChooser } from './signers/choose-operator.ts';
import { type OperatorKeySettings, OperatorKeys } from './signers/operator-keys.ts';
import { type Simulation, simulateCall } from './simulation.ts';
import {
  type SubmitCall,
  type SubmitOutcome,
  Submitter,
  type SubmitterChain,
} from './submitter.ts';
import { createSubmitterChain } from './submitter-chain.ts';

export type OpenOperatorOptions = {
  readonly endpoints: ChainEndpoints;
  readonly chainId: number;
  /** The clearing house, which lists its operators. */
  readonly contract: Address;
  /** Where they are, or they themselves where others use them too: a keystore takes long to open. */
  readonly keys: OperatorKeySettings | OperatorKeys;
  readonly fees: FeeLimits;
  /** Blocks that end the following of a transaction, its own among them. */
  readonly confirmations: number;
  /** Where it is remembered what was sent. */
  readonly networkDir: string;
  readonly limits: {
    readonly gasBufferPercent: number;
    readonly submitPollMs: number;
    readonly submitReplaceMs: number;
    readonly submitGiveUpMs: number;
    readonly signerTimeoutMs: number;
    readonly operatorCheckMs: number;
  };
  readonly logger: { warn(facts: object, message: string): void };
  readonly now: () => number;
};

/** Nodes keep the state of some 32 blocks; of those a transaction is followed through the newest. */
const MOST_CONFIRMATIONS = 16;
/** Until a block was looked at: what chains that limit single transactions let one have (EIP-7825). */
const USUAL_GAS_LIMIT = 16_777_216n;
const HUNDRED = 100n;

/** The operator of the clearing house: makes its calls, one after another. */
export type Operator = {
  /** Who would sign now; `null` when none of the keys may, or that is not known yet. */
  address(): Address | null;
  /** All keys, as the chain had them when it was asked last. */
  accounts(): readonly OperatorAccount[];
  /**
   * Tries a call without sending it: the gas that it needs, or why it is undone.
   *
   * @throws SignerError when no key may make it; Error when the chain does not answer.
   */
  simulate(call: { readonly to: Address; readonly data: Hex }): Promise<Simulation>;
  /** Gas that a call can be given at most: with what is added to it, it still fits into a block. */
  mostGas(): bigint;
  /** Makes a call when those before it are through, those of an earlier life too. */
  submit(call: SubmitCall): Promise<SubmitOutcome>;
  /** Sees through what was sent in an earlier life; `null` when there is nothing. */
  resume(): Promise<{ readonly purpose: string; readonly outcome: SubmitOutcome } | null>;
  /** Looks after the keys until the signal is aborted; then nothing is waited for any more. */
  run(signal: AbortSignal): Promise<void>;
};

/**
 * The operator with the configured keys.
 *
 * @throws SignerError when a keystore cannot be read.
 */
export async function openOperator(options: OpenOperatorOptions): Promise<Operator> {
  const { endpoints, limits, logger } = options;
  const keys = keysOf(options);
  await keys.signers();
  const chooser = new OperatorChooser({ keys, account: accountReader(options) });
  let gasLimit = USUAL_GAS_LIMIT;
  const chain = createSubmitterChain(endpoints, (gas) => {
    gasLimit = gas;
  });
  const submitter = submitterOf(options, chain, {
    choose: (cost) => chooser.choose(cost),
    of: (address) => keys.of(address),
  });
  return {
    address: () => chooser.chosen,
    accounts: () => chooser.accounts,
    async simulate(call) {
      const { address: from } = await chooser.choose(0n);
      return await simulateCall({ endpoints, from, ...call });
    },
    mostGas: () => (gasLimit * HUNDRED) / (HUNDRED + BigInt(limits.gasBufferPercent)),
    submit: async (call) => await submitter.submit(call),
    resume: async () => await submitter.resume(),
    async run(signal) {
      signal.addEventListener('abort', () => submitter.stop(), { once: true });
      while (!signal.aborted) {
        await chooser.refresh().catch((error: unknown) => {
          logger.warn({ error: shortMessage(error) }, "the operator's keys cannot be looked at");
        });
        await sleep(limits.operatorCheckMs, signal);
      }
    },
  };
}

function keysOf({ keys, limits, logger }: OpenOperatorOptions): OperatorKeys {
  if (keys instanceof OperatorKeys) return keys;
  return new OperatorKeys({
    settings: keys,
    signerTimeoutMs: limits.signerTimeoutMs,
    onFailure: (error) => logger.warn({ error }, 'a key of the operator cannot be read'),
  });
}

function submitterOf(
  { chainId, fees, confirmations, networkDir, limits, logger, now }: OpenOperatorOptions,
  chain: SubmitterChain,
  keys: ConstructorParameters<typeof Submitter>[0]['keys'],
): Submitter {
  return new Submitter({
    chainId,
    chain,
    keys,
    store: createSentStore(networkDir),
    fees,
    gasBufferPercent: limits.gasBufferPercent,
    confirmations: Math.min(confirmations, MOST_CONFIRMATIONS),
    pollMs: limits.submitPollMs,
    replaceMs: limits.submitReplaceMs,
    giveUpMs: limits.submitGiveUpMs,
    now,
    sleep,
    onFailure: (error) => logger.warn({ error }, "a transaction of the operator's is waiting"),
  });
}

function accountReader({ endpoints, contract }: OpenOperatorOptions) {
  const { client } = endpoints;
  return async (address: Address): Promise<OperatorAccount> => {
    const [isOperator, balanceWei] = await Promise.all([
      client.readContract({
        address: contract,
        abi: clearingHouseAbi,
        functionName: 'isOperator',
        args: [address],
      }),
      client.getBalance({ address }),
    ]);
    return { address, isOperator, balanceWei };
  };
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
