import { bytesToHex } from 'viem';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import { findMarket } from '#lib/domain/market.ts';
import type { OrderRequest, OrderSignature } from '#lib/domain/order-request.ts';
import { signableOrder } from '#lib/domain/signable-order.ts';
import type { AgentApproval } from '#lib/domain/signed-order.ts';
import { type Curve, openCurve, type Principal } from '#server/auth/index.ts';
import { CorePort } from '#server/core-port.ts';
import { EngineState, execute, INDEX_PRICE } from '#server/engine/index.ts';
import { type OpenedLog, openSegmentLog } from '#server/journal/index.ts';
import { keepMarketsListed } from '#server/keepers/index.ts';
import { limits } from '#server/limits.ts';
import { OrderEntry, type OrderEntryOptions } from '#server/order-entry/index.ts';
import { Sequencer } from '#server/sequencer/index.ts';
import { ManualClock } from './manual-clock.ts';
import { type DiskFault, type DiskOperation, SimulatedDisk } from './simulated-disk.ts';

const SEGMENT_BYTES = 1_048_576;
const DAY_SECONDS = 86_400;

/** Index prices in ticks: 67,000.00, 3,300.00, 4.0000. */
const INDEX = [
  [1, 6_700_000],
  [2, 330_000],
  [3, 40_000],
] as const;

/** Somebody with a key of their own. */
export type Signer = { readonly key: Uint8Array; readonly address: Address };

/** Someone with an account. */
export type Trader = Signer & { readonly account: number };

/** Where the journal is: the options of `openSegmentLog` that say so, and how large its segments are. */
export type JournalPlace = Pick<SegmentLogOptions, 'folder' | 'archive' | 'bufferBytes'> &
  Partial<Pick<SegmentLogOptions, 'network' | 'segmentBytes'>>;

type SegmentLogOptions = Parameters<typeof openSegmentLog>[0];

/**
 * Engine, sequencer and journal as they run, on a disk in memory unless told otherwise, with order entry before them: an
 * exchange on which tests trade with signatures.
 */
export class SignedExchange {
  readonly clock = new ManualClock();
  readonly state = new EngineState();
  readonly port = new CorePort();
  readonly curve: Curve;
  /** What happens to the next writes to the journal. */
  fault: DiskFault | null = null;
  readonly names: { account: number; number: number; text: string }[] = [];
  readonly #closers: (() => Promise<void>)[] = [];
  domain: OrderDomain | null = {
    chainId: 1337,
    verifyingContract: '0x00000000000000000000000000000000000c1ea2',
  };
  entry: OrderEntry;
  #log: OpenedLog['log'] | null = null;
  #keys = 0;
  #deposits = 0;
  #approvals = 0;

  private constructor(curve: Curve) {
    this.curve = curve;
    this.entry = this.entryWith({});
  }

  /** Begins one whose markets are open and have an index price. */
  static async begin(
    curve: Curve = openCurve(),
    place: JournalPlace | null = null,
  ): Promise<SignedExchange> {
    const exchange = new SignedExchange(curve);
    await exchange.#open(place);
    return exchange;
  }

  /** Archives the segments all of whose records come before a number. */
  async archiveBefore(seq: number): Promise<void> {
    await this.#log?.archiveBefore(seq);
  }

  /** Another order entry on the same exchange, as after a restart. */
  entryWith(other: Partial<OrderEntryOptions>): OrderEntry {
    return new OrderEntry({
      port: this.port,
      domain: () => this.domain,
      curve: this.curve,
      contractSignatures: null,
      tokenOf: ({ id }) => tokenAddress(id),
      minimumWithdrawals: new Map([['USDT', 1_000_000]]),
      limits,
      onClientOrderId: (name) => {
        this.names.push(name);
        return Promise.resolve();
      },
      now: this.clock.now,
      ...other,
    });
  }

  /** A key that nobody has used yet. */
  async signer(): Promise<Signer> {
    this.#keys += 1;
    const key = new Uint8Array(32).fill(1);
    new DataView(key.buffer).setUint32(0, this.#keys);
    return { key, address: (await this.curve.addressOf(key)) ?? '0x' };
  }

  /** Somebody who has an account, and money of every kind. */
  async trader(): Promise<Trader> {
    const signer = await this.signer();
    const account = this.state.accounts.count;
    await this.port.execute({ kind: 'open-account', account, address: signer.address });
    for (const asset of [0, 1, 2, 3]) {
      this.#deposits += 1;
      const sourceSeq = this.#deposits;
      const amount = 1_000_000_000_000;
      await this.port.execute({ kind: 'deposit', account, asset, amount, source: 0, sourceSeq });
    }
    return { ...signer, account };
  }

  /** A trading key of somebody, for all markets and any size unless said otherwise. */
  async agentOf(trader: Signer, limited: Partial<AgentApproval> = {}): Promise<Signer> {
    const agent = await this.signer();
    this.#approvals += 1;
    const approval = {
      account: trader.address,
      agent: agent.address,
      expiry: this.seconds() + DAY_SECONDS,
      markets: 2n ** 64n - 1n,
      maxNotional: 2n ** 128n - 1n,
      nonce: this.#approvals,
      ...limited,
    };
    const digest = this.hasher().agentApproval(approval);
    const signature = bytesToHex(await this.curve.sign(digest, trader.key));
    await this.entry.approveAgent({ approval, signature });
    return agent;
  }

  /** Now, in seconds since the epoch. */
  seconds(): number {
    return Math.floor(this.clock.now() / 1_000);
  }

  hasher(): OrderHasher {
    if (this.domain === null) throw new TypeError('the exchange has no domain');
    return new OrderHasher(this.domain);
  }

  /** Signs an order for an account. */
  async signed(
    request: OrderRequest,
    by: { readonly account: Address; readonly key: Uint8Array } & Partial<OrderSignature>,
  ): Promise<OrderSignature> {
    const { account, key, ...given } = by;
    const terms = {
      nonce: this.clock.now(),
      epoch: 0,
      expiry: this.seconds() + DAY_SECONDS,
      maxFeePpm: 500,
      ...given,
    };
    const market = findMarket(request.symbol)?.id ?? 0;
    const digest = this.hasher().order(signableOrder(request, { account, market, by: terms }));
    return { ...terms, signature: bytesToHex(await this.curve.sign(digest, key)) };
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
  }

  async #open(place: JournalPlace | null): Promise<void> {
    const faultOf = (_count: number, operation: DiskOperation) =>
      operation === 'write' ? this.fault : null;
    const { log } = await openSegmentLog({
      network: 'test-1337',
      segmentBytes: SEGMENT_BYTES,
      ...(place ?? {
        folder: '/journal',
        files: new SimulatedDisk({ random: () => 0.5, faultOf }),
      }),
    });
    this.#log = log;
    const { state } = this;
    const sequencer = new Sequencer({
      log,
      execute: (command) => execute(state, command),
      events: state.events,
      lastSeq: 0,
      lastTime: 0,
      now: this.clock.now,
      maxWaiting: limits.waitingCommands,
      checkpointEvery: Number.MAX_SAFE_INTEGER,
      onCheckpoint: () => undefined,
      onStopped: () => this.port.stopped(),
    });
    this.port.open({ sequencer, state });
    this.#closers.push(
      () => sequencer.close(),
      () => log.close(),
    );
    await keepMarketsListed({ state, execute: (command) => sequencer.execute(command) });
    for (const [market, price] of INDEX) {
      await sequencer.execute({ kind: 'set-price', market, source: INDEX_PRICE, price });
    }
  }
}

/** Where an asset's token is, by the asset's number in the ledger. */
export function tokenAddress(asset: number): Address {
  return `0x${'70ce'.padEnd(39, '0')}${asset}`;
}

/** A plain limit order that rests, and what a test changes of it. */
export function requestWith(changes: Partial<OrderRequest> = {}): OrderRequest {
  return {
    symbol: 'BTC-USDT',
    side: 'buy',
    type: 'limit',
    timeInForce: 'GTC',
    priceTicks: 6_600_000,
    quantityLots: 100,
    triggerTicks: 0,
    displayLots: 0,
    postOnly: false,
    reduceOnly: false,
    expiresMs: 0,
    clientOrderId: null,
    takeProfit: null,
    stopLoss: null,
    signed: null,
    ...changes,
  };
}

/** Somebody as `Auth` knows them. */
export function principalOf(
  trader: Signer,
  { kind, agent = null }: { readonly kind: Principal['kind']; readonly agent?: Signer | null },
): Principal {
  return {
    kind,
    account: null,
    address: trader.address,
    agent: agent?.address ?? null,
    agentKey: kind === 'api-key' ? (agent ?? trader).key : null,
    expiresMs: Number.MAX_SAFE_INTEGER,
  };
}
