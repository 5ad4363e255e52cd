import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesToHex } from 'viem';
import { findMarketById } from '#lib/domain/market.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { AccountActivity } from '#server/accounts/index.ts';
import { openCurve } from '#server/auth/index.ts';
import { keySigner } from '#server/chain/index.ts';
import { limits } from '#server/limits.ts';
import { followExchange } from '#server/projection.ts';
import { type ReceiptSigner, Receipts, RecordThread } from '#server/receipts/index.ts';
import { placingOf } from '#server/sequencer/index.ts';
import {
  principalOf,
  requestWith,
  SignedExchange,
  type Signer,
  type Trader,
} from './signed-exchange.ts';

/** So small that a few dozen orders fill it. */
const SEGMENT_BYTES = 16_384;

const curve = openCurve();

/** An exchange whose journal is on the disk, and that gives receipts out of it. */
export class ReceiptExchange {
  readonly exchange: SignedExchange;
  readonly root: string;
  readonly folder: string;
  readonly archive: string;
  readonly operator: ReceiptSigner;
  readonly faults: unknown[] = [];
  receipts: Receipts;
  records: RecordThread;
  readonly #activity: AccountActivity;

  private constructor(
    root: string,
    { exchange, operator }: { exchange: SignedExchange; operator: ReceiptSigner },
  ) {
    this.root = root;
    this.folder = join(root, 'journal');
    this.archive = join(root, 'journal-archive');
    this.exchange = exchange;
    this.operator = operator;
    this.#activity = new AccountActivity({
      marketOf(id) {
        const market = findMarketById(id);
        if (market === undefined) throw new Error(`no market ${id}`);
        return market;
      },
      clientOrderIdOf: ({ number }) => String(number),
      kept: { perAccount: 1_000, total: 1_000 },
      findParents: () => [],
      refused: { perAccount: 3, total: 9, perMinute: 5 },
    });
    followExchange(exchange.port, [this.#activity]);
    this.records = this.#openRecords();
    this.receipts = this.receiptsWith({});
  }

  /** Begins one whose journal is in a new folder. */
  static async begin(): Promise<ReceiptExchange> {
    const root = mkdtempSync(join(tmpdir(), 'lux-receipts-'));
    const exchange = await SignedExchange.begin(curve, {
      folder: join(root, 'journal'),
      archive: join(root, 'journal-archive'),
      segmentBytes: SEGMENT_BYTES,
      bufferBytes: 8 * SEGMENT_BYTES,
    });
    const { key } = await exchange.signer();
    return new ReceiptExchange(root, { exchange, operator: keySigner(bytesToHex(key)) });
  }

  receiptsWith(other: Partial<ConstructorParameters<typeof Receipts>[0]>): Receipts {
    return new Receipts({
      signer: async () => this.operator,
      port: this.exchange.port,
      records: this.records,
      domain: () => this.exchange.domain,
      curve,
      limits,
      onFault: (error) => this.faults.push(error),
      ...other,
    });
  }

  /** Gives receipts as a process that has just begun: nothing is remembered, no thread runs yet. */
  async restart(): Promise<void> {
    await this.records.close();
    this.records = this.#openRecords();
    this.receipts = this.receiptsWith({});
  }

  /** Places an order, by a trading key unless it is signed; gives its id, hash and command. */
  async place(
    { trader, agent = null }: { readonly trader: Trader; readonly agent?: Signer | null },
    request: OrderRequest,
  ) {
    const kind = agent === null && request.signed !== null ? 'session' : 'api-key';
    const principal = principalOf(trader, { kind, agent });
    const answer = await this.exchange.entry.place(principal, request);
    if (answer.outcome !== 'placed') throw new Error(JSON.stringify(answer));
    const { order, orderHash, seq } = answer;
    return { orderId: order.orderId, orderHash, seq };
  }

  /** Places orders one after the other, each in a block of its own; gives their ids. */
  async placeMany(
    trader: Trader,
    { agent, count }: { readonly agent: Signer; readonly count: number },
  ): Promise<number[]> {
    const ids: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const request = requestWith({ priceTicks: 6_500_000 + index });
      ids.push((await this.place({ trader, agent }, request)).orderId);
    }
    return ids;
  }

  /** The receipt of somebody's order as it was placed. */
  async receipt(trader: Trader, orderId: number): Promise<Receipt> {
    return await this.version(trader, { orderId, seq: placingOf(orderId).seq });
  }

  /** The receipt of somebody's order as a command placed or changed it. */
  async version(
    trader: Trader,
    { orderId, seq }: { readonly orderId: number; readonly seq: number },
  ): Promise<Receipt> {
    const { account, address: owner } = trader;
    const priceTicks = this.#activity.order(account, orderId)?.priceTicks ?? 0;
    return await this.receipts.receipt({ orderId, seq, account, owner, priceTicks });
  }

  async close(): Promise<void> {
    await this.records.close();
    await this.exchange.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  #openRecords(): RecordThread {
    const { folder, archive } = this;
    return new RecordThread({ folder, archive, network: 'test-1337' });
  }
}
