import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import { assets } from '#lib/domain/asset.ts';
import type { Order } from '#lib/domain/order.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeBalancesResponse } from '#lib/protocol/rest/balances.ts';
import { decodeFillsResponse } from '#lib/protocol/rest/fills.ts';
import { decodeOrdersResponse } from '#lib/protocol/rest/orders.ts';
import type { ChaosProcess } from './chaos-process.ts';
import type { ChaosUser } from './chaos-user.ts';
import type { TradeEnd } from './told-facts.ts';

const LOOK_MS = 150;
const ASK_MS = 5_000;
const MANY = 500;

const statusSchema = z.object({
  queues: z.object({ unsettled_trades: z.number() }),
  settlement: z.nullable(
    z.object({
      state: z.string(),
      why: z.nullable(z.string()),
      in_flight: z.unknown(),
      final_block: z.nullable(z.number()),
    }),
  ),
  reconciliation: z.nullable(
    z.object({ block: z.number(), agrees: z.boolean(), differences: z.number() }),
  ),
});

/** What users are told when nothing is on its way any more. */
export type Rest = {
  /** Quanta by asset of the ledger, by address. */
  readonly ledger: ReadonlyMap<string, readonly number[]>;
  /** Trades that are done, and how. */
  readonly ends: ReadonlyMap<number, TradeEnd>;
  /** Open orders, legs that wait for theirs included, by address. */
  readonly open: ReadonlyMap<string, readonly Order[]>;
};

/** An exchange that nobody trades on, as its users see it come to rest. */
export class RestingExchange {
  readonly #process: ChaosProcess;
  readonly #users: readonly ChaosUser[];
  /** Trades that were told to be done, in this round and before. */
  readonly #ends = new Map<number, TradeEnd>();

  constructor(process: ChaosProcess, users: readonly ChaosUser[]) {
    this.#process = process;
    this.#users = users;
  }

  /**
   * Waits until the chain has everything finally, and somebody has compared all of it since.
   *
   * @param block - the newest one when everything was mended
   * @throws Error when the exchange halts, ends, finds a difference, or is too late.
   */
  async reached(block: number, patienceMs: number): Promise<Rest> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const waitsFor = await this.#waitsFor(block);
      if (waitsFor === null) return await this.#told();
      if (performance.now() > deadline) {
        throw new Error(`it did not come to rest in ${patienceMs} ms: ${waitsFor}`);
      }
      await delay(LOOK_MS);
    }
  }

  /** `null` when there is nothing to wait for. */
  async #waitsFor(block: number): Promise<string | null> {
    const { fault } = this.#process;
    if (fault !== null) throw new Error(fault);
    const status = await this.#status();
    if (status === null) return 'it does not answer';
    const { settlement, reconciliation, queues } = status;
    if (settlement?.state === 'halted') throw new Error(`it halted: ${settlement.why}`);
    if (reconciliation?.agrees === false) {
      throw new Error(`it found ${reconciliation.differences} differences`);
    }
    if (settlement?.state !== 'working') return settlement?.why ?? 'nothing settles yet';
    if (queues.unsettled_trades > 0) return `${queues.unsettled_trades} trades`;
    if (settlement.in_flight !== null) return 'a batch';
    if ((settlement.final_block ?? 0) < block) return `events up to block ${block}`;
    if ((reconciliation?.block ?? 0) < block) return 'a comparison';
    for (const user of this.#users) {
      const open = await openMoney(user);
      if (open !== null) return `${open} of ${user.address}`;
    }
    return null;
  }

  async #status(): Promise<z.output<typeof statusSchema> | null> {
    try {
      const signal = AbortSignal.timeout(ASK_MS);
      const response = await fetch(`${this.#process.url}/v1/status`, { signal });
      return statusSchema.parse(await response.json());
    } catch {
      return null;
    }
  }

  async #told(): Promise<Rest> {
    const ledger = new Map<string, readonly number[]>();
    const open = new Map<string, readonly Order[]>();
    for (const user of this.#users) {
      const answer = await exactly(user, '/v1/balances');
      const { balances } = decodeBalancesResponse(answer);
      const own = assets.map(({ symbol }) => {
        const found = balances.find(({ asset }) => asset === symbol);
        return found === undefined ? 0 : found.available + found.locked;
      });
      ledger.set(user.address, own);
      open.set(user.address, await openOrdersOf(user));
      await this.#endsOf(user);
    }
    return { ledger, ends: this.#ends, open };
  }

  /** Its fills, from the newest back to where all were done when it was asked before. */
  async #endsOf(user: ChaosUser): Promise<void> {
    let cursor: string | null = null;
    do {
      const before: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = decodeFillsResponse(await exactly(user, `/v1/fills?limit=${MANY}${before}`));
      const fresh = page.rows.filter(({ tradeId }) => !this.#ends.has(tradeId));
      for (const { tradeId, settlement } of fresh) {
        const stage = settlement?.stage;
        if (stage === 'settled' || stage === 'annulled') this.#ends.set(tradeId, stage);
      }
      cursor = fresh.length === page.rows.length ? page.nextCursor : null;
    } while (cursor !== null);
  }
}

async function openOrdersOf(user: ChaosUser): Promise<readonly Order[]> {
  const orders: Order[] = [];
  let cursor: string | null = null;
  do {
    const before: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = decodeOrdersResponse(await exactly(user, `/v1/orders?limit=${MANY}${before}`));
    orders.push(...page.rows);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return orders;
}

/** Money that is on its way, in a person's words; `null` when none is. */
async function openMoney(user: ChaosUser): Promise<string | null> {
  const withdrawals = await user.rest.ask(`/v1/withdrawals?limit=${MANY}`);
  const deposits = await user.rest.ask('/v1/deposits?limit=1');
  if (!Array.isArray(withdrawals?.withdrawals) || !Array.isArray(deposits?.pending)) {
    return 'an answer';
  }
  const isOpen = ({ status }: { readonly status: string }) =>
    status === 'requested' || status === 'settling';
  if (withdrawals.withdrawals.some(isOpen)) return 'a withdrawal';
  return deposits.pending.length > 0 ? 'a deposit' : null;
}

/** @throws Error when there is no answer: at rest there always is one. */
async function exactly(user: ChaosUser, path: string): Promise<unknown> {
  const text = await user.rest.text(path);
  if (text === null) throw new Error(`there is no answer to ${path}`);
  return parseJson(text);
}
