import { encodeFunctionData, type Hex, keccak256, maxUint128, maxUint256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { signAgentApproval } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import type { BenchSender } from './bench-sender.ts';

/** Somebody who trades, and the key of theirs that may sign orders. */
export type BenchTrader = {
  readonly address: Address;
  readonly ownerKey: Hex;
  readonly tradingKey: Hex;
};

export type Crowd = {
  readonly makers: readonly BenchTrader[];
  readonly takers: readonly BenchTrader[];
};

/** Approvals of one transaction, so that it fits into a block. */
const APPROVALS = 60;

/** A crowd that no other name has. */
export function crowdOf(name: string, counts: { makers: number; takers: number }): Crowd {
  const trader = (role: string, index: number): BenchTrader => {
    const keyOf = (of: string) => keccak256(toHex(`${name} ${role} ${index} ${of}`));
    const ownerKey = keyOf('owner');
    return {
      address: privateKeyToAccount(ownerKey).address,
      ownerKey,
      tradingKey: keyOf('trading key'),
    };
  };
  return {
    makers: Array.from({ length: counts.makers }, (_, index) => trader('maker', index)),
    takers: Array.from({ length: counts.takers }, (_, index) => trader('taker', index)),
  };
}

/** Deposits the same amount, in the token's base units, for each; the payer has the tokens. */
export async function depositForAll(
  payer: BenchSender,
  of: {
    readonly clearingHouse: Address;
    readonly token: Address;
    readonly amount: bigint;
    readonly accounts: readonly Address[];
  },
): Promise<void> {
  const { clearingHouse, token, amount, accounts } = of;
  const approval = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'approve',
    args: [clearingHouse, maxUint256],
  });
  const deposits = accounts.map((account) => ({
    to: clearingHouse,
    data: encodeFunctionData({
      abi: clearingHouseAbi,
      functionName: 'depositFor',
      args: [account, token, amount],
    }),
  }));
  await payer.gasOf([{ to: token, data: approval }, ...deposits]);
}

/** Brings an unlimited approval of everybody's trading key to the chain. */
export async function approveKeys(
  sender: BenchSender,
  of: { readonly domain: OrderDomain; readonly traders: readonly BenchTrader[] },
): Promise<void> {
  const signed = await Promise.all(
    of.traders.map(async ({ address: account, ownerKey: privateKey, tradingKey }) => {
      const agent = privateKeyToAccount(tradingKey).address;
      const limits = { markets: 2n ** 64n - 1n, maxNotional: maxUint128, expiry: 2 ** 32 - 1 };
      const approval = { account, agent, ...limits, nonce: 1 };
      return {
        approval,
        signature: await signAgentApproval({ privateKey }, { domain: of.domain, approval }),
      };
    }),
  );
  for (let at = 0; at < signed.length; at += APPROVALS) {
    const some = signed.slice(at, at + APPROVALS);
    const data = encodeFunctionData({
      abi: clearingHouseAbi,
      functionName: 'approveAgents',
      args: [some.map(({ approval }) => approval), some.map(({ signature }) => signature)],
    });
    await sender.gasOf([{ to: of.domain.verifyingContract, data }]);
  }
}
