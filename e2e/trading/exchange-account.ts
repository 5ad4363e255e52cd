import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import type { Address } from '#lib/domain/address.ts';
import type { Balance } from '#lib/domain/balance.ts';
import type { BookLevels } from '#lib/domain/book-level.ts';
import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import { decodeBalancesResponse } from '#lib/protocol/rest/balances.ts';
import { decodeFillsResponse } from '#lib/protocol/rest/fills.ts';
import { decodeOrderBookResponse } from '#lib/protocol/rest/order-book.ts';
import {
  canceledOrdersResponse,
  decodeOrdersResponse,
  decodeOrderUpdateResponse,
} from '#lib/protocol/rest/orders.ts';
import { fetchAgents } from '#lib/queries/fetch-agents.ts';
import { type AnswerOptions, fetchAnswer } from '#lib/queries/fetch-answer.ts';
import { revokeAgent } from '#lib/queries/revoke-agent.ts';

/** An order as it is asked for over HTTP; prices and sizes are decimals as texts. */
export type AskedOrder = {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market';
  readonly price?: string;
  readonly size: string;
  readonly time_in_force?: 'GTC' | 'IOC';
  readonly post_only?: boolean;
};

/** More than any test has of one kind. */
const PAGE = 200;

/** An account of the exchange past any page: over HTTP, with the key of its owner. */
export class ExchangeAccount {
  readonly sidecarUrl: string;
  readonly address: Address;
  readonly #token: string;

  constructor(sidecarUrl: string, privateKey: `0x${string}` = generatePrivateKey()) {
    this.sidecarUrl = sidecarUrl;
    this.address = privateKeyToAddress(privateKey);
    this.#token = `${this.address}:${privateKey}`;
  }

  /** The order as it stands once the exchange has taken it. */
  async place(order: AskedOrder): Promise<Order> {
    const { update } = await this.#ask('/v1/orders', {
      body: order,
      decode: decodeOrderUpdateResponse,
    });
    return update.order;
  }

  async cancelAll(): Promise<void> {
    const decode = (value: unknown) => canceledOrdersResponse.parse(value);
    await this.#ask('/v1/orders', { method: 'DELETE', decode });
  }

  /** Orders, the newest first. */
  async orders(status: 'open' | 'closed'): Promise<readonly Order[]> {
    const path = `/v1/orders?status=${status}&limit=${PAGE}`;
    return (await this.#ask(path, { decode: decodeOrdersResponse })).rows;
  }

  /** Fills, the newest first. */
  async fills(): Promise<readonly Fill[]> {
    return (await this.#ask(`/v1/fills?limit=${PAGE}`, { decode: decodeFillsResponse })).rows;
  }

  async balance(asset: string): Promise<Balance> {
    const { balances } = await this.#ask('/v1/balances', { decode: decodeBalancesResponse });
    const balance = balances.find((each) => each.asset === asset);
    if (balance === undefined) throw new Error(`the exchange has no ${asset}`);
    return balance;
  }

  /** Ends every trading key of the account, as its owner. */
  async revokeKeys(): Promise<void> {
    const { sidecarUrl } = this;
    const token = this.#token;
    for (const { address } of await fetchAgents({ sidecarUrl, token })) {
      await revokeAgent({ sidecarUrl, token, address });
    }
  }

  async #ask<Answer>(path: string, options: Omit<AnswerOptions<Answer>, 'token'>): Promise<Answer> {
    return await fetchAnswer(`${this.sidecarUrl}${path}`, { token: this.#token, ...options });
  }
}

/** A market's book, the best levels of each side. */
export async function readBook(sidecarUrl: string, symbol: string): Promise<BookLevels> {
  const url = `${sidecarUrl}/v1/markets/${symbol}/orderbook?depth=20`;
  return await fetchAnswer(url, { decode: decodeOrderBookResponse });
}
