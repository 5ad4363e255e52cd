import { decodeEventLog, type Hex, hexToBytes } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';

/** Where a log stands on the chain. */
export type LogPlace = {
  readonly block: number;
  readonly blockHash: Hash;
  readonly logIndex: number;
  readonly transaction: Hash;
};

/** What the clearing house told of accounts and batches; assets are numbered as in the contract. */
export type CustodyFact =
  | {
      readonly kind: 'deposited';
      readonly depositId: number;
      readonly account: Address;
      readonly asset: number;
      readonly quanta: Quanta;
    }
  | { readonly kind: 'settled'; readonly sequence: number; readonly batch: Uint8Array }
  | {
      readonly kind: 'withdrawn';
      readonly account: Address;
      readonly asset: number;
      readonly to: Address;
      readonly quanta: Quanta;
      readonly nonce: number;
    }
  | {
      readonly kind: 'exit-requested';
      readonly account: Address;
      /** Unix seconds. */
      readonly bindsAt: number;
      readonly finalisableAt: number;
    }
  | { readonly kind: 'exit-canceled'; readonly account: Address }
  | {
      readonly kind: 'exited';
      readonly account: Address;
      readonly asset: number;
      readonly quanta: Quanta;
    }
  | {
      readonly kind: 'agent-approved';
      readonly account: Address;
      readonly agent: Address;
      /** Unix seconds. */
      readonly expiry: number;
      readonly markets: bigint;
      readonly maxNotional: bigint;
      readonly nonce: number;
    }
  | {
      readonly kind: 'agent-revoked';
      readonly account: Address;
      readonly agent: Address;
      readonly nonce: number;
      readonly bindsAt: number;
    }
  | {
      readonly kind: 'order-canceled';
      readonly account: Address;
      readonly nonce: number;
      readonly bindsAt: number;
    }
  | {
      readonly kind: 'epoch-bumped';
      readonly account: Address;
      readonly epoch: number;
      readonly bindsAt: number;
    };

/** A fact, and where the chain tells it. */
export type CustodyEvent = CustodyFact & LogPlace;

/** A log as the RPC gives it; what is pending has no place. */
export type RawLog = {
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: bigint | null;
  readonly blockHash: Hash | null;
  readonly logIndex: number | null;
  readonly transactionHash: Hash | null;
};

/**
 * What a log of the clearing house says; `null` where it says nothing of accounts or batches.
 *
 * @throws Error when the log is none of this contract.
 */
export function custodyEvent(log: RawLog): CustodyEvent | null {
  const { blockNumber, blockHash, logIndex, transactionHash } = log;
  if (blockNumber === null || blockHash === null || logIndex === null || transactionHash === null) {
    throw new Error('the RPC gave a pending log');
  }
  const fact = factOf(log);
  if (fact === null) return null;
  const place = { block: Number(blockNumber), blockHash, logIndex, transaction: transactionHash };
  return { ...fact, ...place };
}

function factOf({ topics, data }: RawLog): CustodyFact | null {
  const [first, ...rest] = topics;
  if (first === undefined) return null;
  const { eventName, args } = decodeEventLog({
    abi: clearingHouseAbi,
    topics: [first, ...rest],
    data,
  });
  switch (eventName) {
    case 'Deposited': {
      const { depositId, account, asset, quanta } = args;
      const number = Number(depositId);
      return { kind: 'deposited', depositId: number, account, asset, quanta: Number(quanta) };
    }
    case 'Settled':
      return { kind: 'settled', sequence: args.sequence, batch: hexToBytes(args.batch) };
    case 'Withdrawn': {
      const { account, asset, to, quanta, nonce } = args;
      return { kind: 'withdrawn', account, asset, to, quanta: Number(quanta), nonce };
    }
    case 'ExitRequested':
      return { kind: 'exit-requested', ...args };
    case 'ExitCanceled':
      return { kind: 'exit-canceled', account: args.account };
    case 'Exited':
      return { kind: 'exited', ...args, quanta: Number(args.quanta) };
    case 'AgentApproved': {
      const { account, agent, expiry, markets, maxNotional, nonce } = args;
      return { kind: 'agent-approved', account, agent, expiry, markets, maxNotional, nonce };
    }
    case 'AgentRevoked':
      return { kind: 'agent-revoked', ...args };
    case 'OrderCanceled':
      return { kind: 'order-canceled', ...args };
    case 'EpochBumped':
      return { kind: 'epoch-bumped', ...args };
    default:
      return null;
  }
}
