import { encodeFunctionData, type Hex } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { encodeAggregate } from '#lib/chain/aggregate-codec.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { readMany } from '#lib/chain/read-many.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Simulation } from '#server/chain/index.ts';
import type { SignedApproval } from './signed-approvals.ts';
import type { SignedEpoch } from './signed-epochs.ts';

/** What the contract knows of an account. */
export type AccountOnChain = {
  readonly epoch: number;
  /** Until when what was signed for the epoch before can be settled; Unix seconds. */
  readonly formerEpochUntil: number;
  /** Of the last withdrawal that was paid; 0 before the first. */
  readonly withdrawalNonce: number;
};

/** What the contract lets a trading key do. */
export type KeyScope = {
  /** Unix seconds; 0 = nothing. */
  readonly expiry: number;
  readonly markets: bigint;
  readonly maxNotional: bigint;
};

/** What the contract knows of a trading key. */
export type KeyState = {
  /** Its last approval or revocation, and until when one that came too late still counts. */
  readonly present: KeyScope & { readonly nonce: number; readonly bindsAt: number };
  /** What it could do before, until when that counts, and up to which nonce no approval does any more. */
  readonly former: KeyScope & { readonly until: number; readonly overNonce: number };
};

/** The contract as settlement sees it; every method rejects while the chain does not answer. */
export type SettlementChain = {
  /** The clearing house. */
  readonly address: Address;
  nextSequence(): Promise<number>;
  accounts(addresses: readonly Address[]): Promise<readonly AccountOnChain[]>;
  keyStates(
    keys: readonly { readonly account: Address; readonly agent: Address }[],
  ): Promise<readonly KeyState[]>;
  /** Tries a call as the operator, without sending it. */
  simulate(data: Hex): Promise<Simulation>;
  /**
   * One call that makes several, of which one that is undone does not undo the others. What they need of
   * gas has to be known: it passes with too little.
   */
  together(calls: readonly Hex[]): { readonly to: Address; readonly data: Hex };
};

export type SettlementChainOptions = {
  readonly client: ChainClient;
  readonly contract: Address;
  readonly multicall3: Address;
  /** Tries a call of the contract as the operator. */
  readonly simulate: (data: Hex) => Promise<Simulation>;
};

/** Reads over RPC. */
export function createSettlementChain({
  client,
  contract,
  multicall3,
  simulate,
}: SettlementChainOptions): SettlementChain {
  const at = { address: contract, abi: clearingHouseAbi } as const;
  const context = { client, multicall3 };
  return {
    address: contract,
    async nextSequence() {
      const read = contractRead({ ...at, functionName: 'nextSequence', args: [] });
      const [next] = await readMany(context, [read]);
      return Number(next);
    },
    async accounts(addresses) {
      if (addresses.length === 0) return [];
      const reads = addresses.map((account) =>
        contractRead({ ...at, functionName: 'accountOf', args: [account] }),
      );
      return await readMany(context, reads);
    },
    async keyStates(keys) {
      if (keys.length === 0) return [];
      const reads = keys.map(({ account, agent }) =>
        contractRead({ ...at, functionName: 'agentOf', args: [account, agent] }),
      );
      const answers = await readMany(context, reads);
      return answers.map(([present, former]) => ({ present, former }));
    },
    simulate,
    together: (calls) => ({
      to: multicall3,
      data: encodeAggregate(calls.map((data) => ({ target: contract, data }))),
    }),
  };
}

/** The call that settles a batch. */
export function settleCall(batch: Hex): Hex {
  return encodeFunctionData({ abi: clearingHouseAbi, functionName: 'settle', args: [batch] });
}

/** The call that tells of approvals. */
export function approveCall(approvals: readonly SignedApproval[]): Hex {
  return encodeFunctionData({
    abi: clearingHouseAbi,
    functionName: 'approveAgents',
    args: [
      approvals.map(({ approval }) => approval),
      approvals.map(({ signature }) => hexOf(signature)),
    ],
  });
}

/** The call that tells of the end of an account's former epochs. */
export function cancelAllCall(account: Address, { epoch, signature }: SignedEpoch): Hex {
  return encodeFunctionData({
    abi: clearingHouseAbi,
    functionName: 'cancelAll',
    args: [account, epoch, hexOf(signature)],
  });
}

function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}
