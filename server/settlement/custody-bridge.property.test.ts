import { decodeFunctionData } from 'viem';
import { describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { ModeledSigners } from '#scripts/testing/modeled-signers.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange, TICKS } from '#scripts/testing/settling-exchange.ts';
import type { CustodyEvent, SubmitCall } from '#server/chain/index.ts';
import { BUY, EngineState, GTC, IOC, LIMIT, SELL, type Side } from '#server/engine/index.ts';
import { AuthorityRelay } from './authority-relay.ts';
import { CustodyBridge } from './custody-bridge.ts';

const SOAK = process.env.SOAK === '1';
const RUNS = SOAK ? 100 : 12;
const STEPS = SOAK ? 1_500 : 600;
const OWNER = `0x${'a1'.repeat(20)}` as const;
const FEE_ACCOUNT = `0x${'fe'.repeat(20)}` as const;
const KEYS = ['b1', 'b2', 'b3'].map((byte) => `0x${byte.repeat(20)}` as const);
const LATER = 4_000_000_000;
const MAKER_LOTS = 10;
/** Seconds after which what is on the chain is seen, and final; and between two batches, at most. */
const SEEN_AFTER = 4;
const FINAL_AFTER = 12;
const MOST_BETWEEN_BATCHES = 25;

/**
 * An owner who does anything at any time, here and on chain, the engine that hears of it late, and the
 * contract, which is asked about everything that was matched when it is settled.
 */
class Interplay {
  readonly seed: number;
  readonly random: SeededRandom;
  readonly exchange: SettlingExchange;
  readonly signers: ModeledSigners;
  readonly bridge: CustodyBridge;
  readonly relay: AuthorityRelay;
  readonly maker: number;
  readonly owner: number;
  /** How many were settled, and refused by the engine. */
  settled = 0;
  refused = 0;
  /** On the chain, with the second of their block. */
  readonly #told: { readonly event: CustodyEvent; readonly at: number; seen: boolean }[] = [];
  #logs = 0;
  #orders = 1_000;
  #lastBatch = 1_000;
  #batches = 0;

  constructor(seed: number, parts: { exchange: SettlingExchange; maker: number; owner: number }) {
    this.seed = seed;
    this.random = new SeededRandom(seed);
    this.exchange = parts.exchange;
    this.maker = parts.maker;
    this.owner = parts.owner;
    this.signers = new ModeledSigners(OWNER, 1_000);
    const { book, port } = this.exchange;
    this.relay = new AuthorityRelay({
      book,
      chain: {
        ...this.exchange.contract.chain,
        keyStates: async (keys) =>
          await Promise.resolve(keys.map(({ agent }) => this.signers.key(agent))),
      },
      submit: async (call) => await this.#submit(call),
      onRefused: () => expect.fail('the contract refused what it was told'),
    });
    this.bridge = new CustodyBridge({
      port,
      book,
      feeAccount: async () => await Promise.resolve(FEE_ACCOUNT),
      settled: async () => await Promise.resolve(),
      reached: async () => await Promise.resolve(),
      onDeposit: () => undefined,
      left: async () => await Promise.resolve(),
      onNarrowed: (account) => this.relay.overtaken(account),
      onRefused: ({ reason }) => expect.fail(reason),
    });
  }

  async step(): Promise<void> {
    const { random, signers, exchange } = this;
    await random.weighted([
      [async () => await this.#ownerOnChain(), 3],
      [async () => await this.#ownerHere(), 2],
      [async () => await this.#trade(), 5],
      [async () => await this.#rest(), 3],
    ] as const)();
    this.#mine();
    if (random.chance(0.5)) return;
    signers.now += random.between(1, 3);
    exchange.timeMs = signers.now * 1_000;
    await this.#follow();
    await this.relay.tellOvertaken(exchange.book.trades.pending());
    this.#mine();
    const isDue = signers.now - this.#lastBatch >= MOST_BETWEEN_BATCHES - 5;
    if (isDue || random.chance(0.05)) await this.#settle();
  }

  async #ownerOnChain(): Promise<void> {
    const { random, signers } = this;
    const agent = random.pickAny(KEYS) ?? OWNER;
    const near = this.#near(signers.key(agent).present.nonce);
    await Promise.resolve();
    random.weighted([
      [() => signers.revoke(agent, near), 3],
      [() => signers.approve({ agent, ...this.#limits(), nonce: near }), 4],
      [() => signers.cancel(this.#someNonce()), 4],
      [() => signers.bump(), 0.3],
    ] as const)();
  }

  /** Of an open order, or of one that may come. */
  #someNonce(): number {
    const { random, exchange, owner } = this;
    const open = [...exchange.book.signed.all()].filter(({ account }) => account === owner);
    const nonce = random.chance(0.5) ? random.pickAny(open)?.order.nonce : undefined;
    return nonce ?? random.between(60, 64 * (exchange.state.nonces.reserved(owner) + 4));
  }

  /** Nonces that are just below, equal to and above what counts somewhere. */
  #near(nonce: number): number {
    const { random, exchange, owner } = this;
    const { agents } = exchange.state;
    const bases = [nonce, agents.approvalNonce(owner), ...agents.of(owner).map((one) => one.nonce)];
    return Math.max(0, (random.pickAny(bases) ?? 0) + random.between(-2, 3));
  }

  #limits() {
    const worth = this.random.pickAny([0n, 3n, 7n, MAX_QUANTA]) ?? 0n;
    const maxNotional = typeof worth === 'bigint' ? worth * BigInt(TICKS) : BigInt(worth);
    return { expiry: LATER, markets: this.random.chance(0.15) ? 4n : 6n, maxNotional };
  }

  async #ownerHere(): Promise<void> {
    const { random, exchange, owner: account } = this;
    const address = random.pickAny(KEYS) ?? OWNER;
    if (random.chance(0.25)) {
      await exchange.port.execute({ kind: 'revoke-agent', account, address });
      return;
    }
    const { expiry, markets, maxNotional } = this.#limits();
    const nonce = this.#near(exchange.state.agents.approvalNonce(account));
    await exchange.port.execute({
      kind: 'approve-agent',
      account,
      address,
      expiry,
      marketsLow: Number(markets),
      marketsHigh: 0,
      maxNotional: Number(maxNotional),
      nonce,
      signature: new Uint8Array(64).fill(nonce & 255),
    });
  }

  /** The owner, or a key, takes what the maker offers, if the engine lets it. */
  async #trade(): Promise<void> {
    const lots = this.random.between(1, MAKER_LOTS);
    await this.exchange.place(this.maker, { side: SELL, lots });
    await this.#place({ side: BUY, lots, price: TICKS, oneShot: true });
    await this.exchange.port.execute({ kind: 'cancel-all', account: this.maker, market: 0 });
  }

  /** The owner, or a key, offers, and the maker may take it now or later. */
  async #rest(): Promise<void> {
    const price = TICKS - 100 * this.random.between(1, 3);
    if (this.random.chance(0.6)) {
      const lots = this.random.between(1, MAKER_LOTS);
      await this.#place({ side: BUY, lots, price, oneShot: false });
      return;
    }
    const lots = this.random.between(1, 3 * MAKER_LOTS);
    await this.exchange.place(this.maker, { side: SELL, lots, price, oneShot: true });
  }

  async #place(order: { side: Side; lots: number; price: number; oneShot: boolean }) {
    const { exchange, owner: account, random } = this;
    const { agents, nonces } = exchange.state;
    const agent = random.chance(0.3) ? 0 : (random.pickAny(agents.of(account))?.number ?? 0);
    const nonce = order.oneShot
      ? nonces.oneShotNonce(account) + 1
      : await this.#restingNonce(agent);
    this.#orders += 1;
    const epoch = nonces.epoch(account);
    const { events } = await exchange.port.execute({
      kind: 'place',
      account,
      market: 1,
      orderId: 1_000_000 + this.#orders,
      clientOrderId: 0,
      side: order.side,
      type: LIMIT,
      timeInForce: order.oneShot ? IOC : GTC,
      price: order.price,
      quantity: order.lots,
      displayQuantity: 0,
      postOnly: 0,
      reduceOnly: false,
      selfTrade: 0,
      trigger: 0,
      triggerBy: 0,
      triggerPrice: 0,
      expiry: 0,
      takeProfit: null,
      stopLoss: null,
      authority: { agent, nonce, epoch, expiry: LATER, maxFeePpm: 500 },
      signature: new Uint8Array(64).fill(7),
    });
    if (events[0]?.kind === 'rejected') this.refused += 1;
  }

  /** Any of a range of the signer, or of one that is reserved for it now. */
  async #restingNonce(agent: number): Promise<number> {
    const { state, port } = this.exchange;
    const own = state.nonces.ranges(this.owner).filter((range) => range.agent === agent);
    const range = this.random.pickAny(own);
    if (range !== null && this.random.chance(0.9)) return range.first + this.random.between(0, 63);
    const { events } = await port.execute({ kind: 'reserve-nonces', account: this.owner, agent });
    return events[0]?.kind === 'nonces-reserved' ? events[0].first : 1;
  }

  /** What was done on chain is in a block of this second. */
  #mine(): void {
    for (const fact of this.signers.facts.splice(0)) {
      this.#logs += 1;
      const block = this.signers.now;
      const hash = `0x${block.toString(16).padStart(64, '0')}` as const;
      const place = { block, blockHash: hash, transaction: hash, logIndex: this.#logs };
      this.#told.push({ event: { ...fact, ...place }, at: block, seen: false });
    }
  }

  async #follow(): Promise<void> {
    const { now } = this.signers;
    const news = this.#told.filter(({ at, seen }) => !seen && at + SEEN_AFTER <= now);
    for (const one of news) one.seen = true;
    this.bridge.seen(news.map(({ event }) => event));
    const past = this.#told.filter(({ at }) => at + FINAL_AFTER <= now);
    this.#told.splice(0, past.length);
    const number = now - FINAL_AFTER;
    const block = { number, hash: '0x', timestampMs: number * 1_000 } as const;
    await this.bridge.final(
      block,
      past.map(({ event }) => event),
    );
  }

  async #submit({ data }: SubmitCall) {
    const { functionName, args } = decodeFunctionData({ abi: clearingHouseAbi, data });
    if (functionName !== 'approveAgents') throw new TypeError(functionName);
    for (const { account: _account, ...approval } of args[0]) this.signers.approve(approval);
    const mined = { kind: 'mined', transaction: '0x', block: 1, gasUsed: 1n } as const;
    return await Promise.resolve(mined);
  }

  /** Everything that was matched is settled now: the contract must take all of it. */
  async #settle(): Promise<void> {
    const { exchange, signers, relay } = this;
    this.#lastBatch = signers.now;
    const trades = [...exchange.book.trades.pending()];
    const last = trades.at(-1);
    if (last === undefined) return;
    const settleable = trades.flatMap((trade) => {
      const [makerVersion, takerVersion] = [trade.maker.version, trade.taker.version];
      if (makerVersion === null || takerVersion === null) return [];
      return [{ ...trade, makerVersion, takerVersion }];
    });
    await relay.tellApprovals(await relay.missingApprovals(settleable));
    this.#mine();
    for (const { makerVersion, takerVersion } of settleable) {
      for (const { account, agent, order } of [makerVersion, takerVersion]) {
        if (account !== this.owner) continue;
        const signer = agent === 0 ? OWNER : this.#keyOf(agent);
        const what = `seed ${this.seed}, second ${signers.now}, ${JSON.stringify(order)} of ${agent}`;
        expect(signers.refuses(order, signer), what).toBeNull();
        this.settled += 1;
      }
    }
    this.#batches += 1;
    const batch = { batch: this.#batches, through: last.tradeId };
    const digest = `0x${String(this.#batches).padStart(64, '0')}`;
    await exchange.port.execute({ kind: 'submit-batch', ...batch, digest });
    const settles = { kind: 'settle-batch', transaction: digest, block: signers.now } as const;
    await exchange.port.execute({ ...settles, ...batch, takenOver: [] });
  }

  /** The address that a number stands for, or stood for. */
  #keyOf(agent: number): `0x${string}` {
    const approvals = this.exchange.journal.findLast(({ effects }) =>
      effects.events.some(
        (event) =>
          event.kind === 'agent-approved' && event.account === this.owner && event.agent === agent,
      ),
    );
    const event = approvals?.effects.events.find(({ kind }) => kind === 'agent-approved');
    if (event?.kind !== 'agent-approved') throw new TypeError(`nobody is agent ${agent}`);
    return event.address as `0x${string}`;
  }
}

async function begun(seed: number): Promise<Interplay> {
  const exchange = await SettlingExchange.begin(new EngineState(), new ScriptedClearingHouse());
  const maker = await exchange.account('11');
  const owner = await exchange.account('a1');
  return new Interplay(seed, { exchange, maker, owner });
}

describe('whatever an owner does on chain, at any moment', () => {
  it('all that the engine matched is settled, and the engine obeys', async () => {
    let settled = 0;
    let refused = 0;
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const interplay = await begun(seed);
      for (let step = 0; step < STEPS; step += 1) await interplay.step();
      settled += interplay.settled;
      refused += interplay.refused;
    }
    expect(settled).toBeGreaterThan(RUNS * 50);
    expect(refused).toBeGreaterThan(RUNS * 20);
  }, 600_000);
});
