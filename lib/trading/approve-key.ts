import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { type OrderSigner, signAgentApproval } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import type { AgentApproval } from '#lib/domain/signed-order.ts';
import {
  ALL_MARKETS,
  NO_NOTIONAL_LIMIT,
  type SignedApproval,
} from '#lib/protocol/wire-agent-approval.ts';
import type { TradingKey } from './trading-key.ts';

/** What a trading key may do, and for how long. */
export type KeyScope = {
  /** How long it is good, milliseconds. */
  readonly validMs: number;
  /** Bit n stands for market n. */
  readonly markets: bigint;
  /** Largest notional of a single order, quote quanta; `NO_NOTIONAL_LIMIT` = no limit. */
  readonly maxNotional: bigint;
};

export type ApproveOptions = Pick<KeyScope, 'validMs'> &
  Partial<KeyScope> & {
    readonly owner: Address;
    readonly domain: OrderDomain;
    /** The owner's wallet: it shows what it signs. */
    readonly wallet: OrderSigner;
    /** Milliseconds since the epoch. */
    readonly nowMs: number;
    /** Tells the exchange; throws when it does not agree. */
    readonly register: (signed: SignedApproval) => Promise<unknown>;
  };

/**
 * Makes a trading key in this browser and has the owner's wallet approve it: the one signature after
 * which orders need none of the wallet. Without a scope it may trade in all markets, without a limit.
 */
export async function approveKey(options: ApproveOptions): Promise<TradingKey> {
  const { owner, domain, wallet, validMs, nowMs, register } = options;
  const { markets = ALL_MARKETS, maxNotional = NO_NOTIONAL_LIMIT } = options;
  const privateKey = generatePrivateKey();
  const agent = privateKeyToAddress(privateKey).toLowerCase() as Address;
  const expiry = Math.floor((nowMs + validMs) / 1_000);
  const approval: AgentApproval = {
    account: owner,
    agent,
    expiry,
    markets,
    maxNotional,
    // Approvals are rare: the time makes their numbers grow.
    nonce: nowMs,
  };
  const signature = await signAgentApproval(wallet, { domain, approval });
  await register({ approval, signature });
  return {
    chainId: domain.chainId,
    owner: owner.toLowerCase() as Address,
    address: agent,
    privateKey,
    expiresMs: expiry * 1_000,
  };
}
