import { decodeFunctionData, type Hex, hexToBytes, keccak256, toHex } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { encodeAggregate } from '#lib/chain/aggregate-codec.ts';
import { readSettledBatch, type SettledBatch } from '#lib/chain/read-settled-batch.ts';
import { multicall3Abi } from '#lib/chain/token-abis.ts';
import type { Address } from '#lib/domain/address.ts';
import type { CustodyEvent, RevertReason, Simulation, SubmitCall } from '#server/chain/index.ts';
import type { SettlementChain } from '#server/settlement/index.ts';

type Mined = {
  readonly batch: SettledBatch;
  readonly unsigned: Uint8Array;
  readonly block: number;
};

const CONTRACT: Address = `0x${'c1'.repeat(20)}`;
const MULTICALL3: Address = `0x${'ca'.repeat(20)}`;

/** Why the contract would refuse a batch; `null` = it takes it. */
export type Refuses = (batch: SettledBatch) => Pick<RevertReason, 'code' | 'args'> | null;

/** A clearing house that keeps count of batches, and believes what it is told. */
export class ScriptedClearingHouse {
  readonly mined: Mined[] = [];
  /** Transactions of batches that were tried in a block. */
  transactions = 0;
  readonly epochs = new Map<string, number>();
  readonly approvals = new Map<string, number>();
  refuses: Refuses = () => null;
  /** What passes when it is tried, and is undone in a block. */
  undoes: Refuses = () => null;
  /** Accounts whose contract has taken its word back about an epoch. */
  readonly wordless = new Set<string>();
  readonly chain: SettlementChain = {
    address: CONTRACT,
    nextSequence: async () => await Promise.resolve(this.mined.length + 1),
    accounts: async (addresses) =>
      await Promise.resolve(
        addresses.map((address) => ({
          epoch: this.epochs.get(address.toLowerCase()) ?? 0,
          formerEpochUntil: 0,
          withdrawalNonce: this.#withdrawalNonce(address),
        })),
      ),
    keyStates: async (keys) =>
      await Promise.resolve(
        keys.map(({ account, agent }) => {
          const nothing = { expiry: 0, markets: 0n, maxNotional: 0n };
          const nonce = this.approvals.get(keyOf(account, agent)) ?? 0;
          return {
            present: { ...nothing, nonce, bindsAt: 0 },
            former: { ...nothing, until: 0, overNonce: nonce },
          };
        }),
      ),
    simulate: async (data) => await Promise.resolve(this.#tried(data)),
    together: (calls) => ({
      to: MULTICALL3,
      data: encodeAggregate(calls.map((data) => ({ target: CONTRACT, data }))),
    }),
  };

  /** Puts a call into a block. @returns Whether it was taken. */
  mine({ to, data }: Pick<SubmitCall, 'to' | 'data'>): boolean {
    this.transactions += 1;
    if (to !== MULTICALL3) return this.#mined(data);
    const { args } = decodeFunctionData({ abi: multicall3Abi, data });
    const calls = (args?.[0] ?? []) as readonly { readonly callData: Hex }[];
    for (const { callData } of calls) {
      this.#mined(callData);
    }
    return true;
  }

  #mined(data: Hex): boolean {
    if (this.#tried(data).kind === 'reverts') return false;
    const { functionName, args } = decodeFunctionData({ abi: clearingHouseAbi, data });
    if (functionName === 'settle') {
      const unsigned = unsignedOf(hexToBytes(args[0]));
      const batch = readSettledBatch(unsigned);
      if (this.undoes(batch) !== null) return false;
      this.mined.push({ batch, unsigned, block: 100 + this.mined.length });
    } else if (functionName === 'approveAgents') {
      for (const { account, agent, nonce } of args[0]) {
        this.approvals.set(keyOf(account, agent), nonce);
      }
    } else if (functionName === 'cancelAll') {
      this.epochs.set(args[0].toLowerCase(), args[1]);
    }
    return true;
  }

  /** What it told when it took its batches, from a sequence number on. */
  eventsFrom(sequence: number): readonly CustodyEvent[] {
    return this.mined.slice(sequence - 1).flatMap(({ batch, unsigned, block }) => {
      const place = {
        block,
        blockHash: toHex(block, { size: 32 }),
        transaction: keccak256(unsigned),
      };
      const settled: CustodyEvent = {
        kind: 'settled',
        sequence: batch.sequence,
        batch: unsigned,
        ...place,
        logIndex: 0,
      };
      const paid = batch.withdrawals.map((withdrawal, at): CustodyEvent => {
        const { account, asset, to, amount: quanta, nonce } = withdrawal;
        const fact = { kind: 'withdrawn', account, asset, to, quanta, nonce } as const;
        return { ...fact, ...place, logIndex: at + 1 };
      });
      return [settled, ...paid];
    });
  }

  /** Lots that were settled of each order, by account and nonce. */
  settledLots(): Map<string, number> {
    const lots = new Map<string, number>();
    for (const { batch } of this.mined) {
      for (const fill of batch.fills) {
        for (const place of [fill.maker, fill.taker]) {
          const order = batch.orders[place];
          if (order === undefined) throw new TypeError('a fill of no order');
          const key = `${order.account.toLowerCase()}:${order.nonce}`;
          lots.set(key, (lots.get(key) ?? 0) + fill.lots);
        }
      }
    }
    return lots;
  }

  #withdrawalNonce(account: Address): number {
    const paid = this.mined.flatMap(({ batch }) => batch.withdrawals);
    const own = paid.filter((each) => each.account.toLowerCase() === account.toLowerCase());
    return own.at(-1)?.nonce ?? 0;
  }

  #fault(batch: SettledBatch): Pick<RevertReason, 'code' | 'args'> | null {
    if (batch.sequence !== this.mined.length + 1) return { code: 'WrongSequence', args: {} };
    const used = batch.withdrawals.findIndex(
      ({ account, nonce }) => nonce <= this.#withdrawalNonce(account),
    );
    return used === -1 ? null : { code: 'WithdrawalNonceUsed', args: { index: BigInt(used) } };
  }

  #tried(data: Hex): Simulation {
    const { functionName, args } = decodeFunctionData({ abi: clearingHouseAbi, data });
    if (functionName === 'cancelAll' && this.wordless.has(args[0].toLowerCase())) {
      const reason = { code: 'InvalidOwnerSignature', args: {}, data: '0x' } as const;
      return { kind: 'reverts', reason };
    }
    if (functionName !== 'settle') return { kind: 'succeeds', gas: 50_000n };
    const batch = readSettledBatch(unsignedOf(hexToBytes(args[0])));
    const refused = this.#fault(batch) ?? this.refuses(batch);
    if (refused === null) return { kind: 'succeeds', gas: 1_000_000n };
    return { kind: 'reverts', reason: { ...refused, data: '0x' } };
  }
}

function keyOf(account: Address, agent: Address): string {
  return `${account.toLowerCase()}:${agent.toLowerCase()}`;
}

/** The part of a batch that its event repeats: its lengths are in its header. */
function unsignedOf(bytes: Uint8Array): Uint8Array {
  const number = (at: number, length: number) =>
    bytes.subarray(at, at + length).reduce((sum, byte) => sum * 256 + byte, 0);
  const length =
    16 +
    number(7, 1) * 9 +
    number(8, 2) * 20 +
    number(10, 2) * 23 +
    number(12, 3) +
    number(15, 1) * 42;
  return bytes.slice(0, length);
}
