import type { Address } from '#lib/domain/address.ts';
import type { CustodyEvent, SubmitCall, SubmitOutcome } from '#server/chain/index.ts';
import type { Command } from '#server/engine/index.ts';
import {
  type EngineState,
  GTC,
  INDEX_PRICE,
  IOC,
  type Leg,
  LIMIT,
  type Side,
} from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { keepMarketsListed } from '#server/keepers/index.ts';
import { type CommandEffects, followExchange } from '#server/projection.ts';
import {
  AuthorityRelay,
  type Backstop,
  BatchPlanner,
  SettlementBook,
  SettlementService,
  TakeOut,
  type Trouble,
} from '#server/settlement/index.ts';
import { directPort } from './direct-port.ts';
import { KeptStore } from './kept-store.ts';
import type { ScriptedClearingHouse } from './scripted-clearing-house.ts';

export const TICKS = 6_700_000;
const LATER = 4_000_000_000;

/** Called before each thing that the service does to the outside; what it throws is a crash there. */
type Step = (what: string) => void;

/** Engine, book and settlement with a contract that is scripted: for crashes between any two steps. */
export class SettlingExchange {
  readonly state: EngineState;
  readonly port: ExchangePort;
  readonly contract: ScriptedClearingHouse;
  readonly store = new KeptStore();
  readonly journal: { effects: CommandEffects; command: Command | null }[] = [];
  readonly troubles: Trouble[] = [];
  readonly failures: string[] = [];
  /** Transactions that were sent and are in no block: they outlive a crash. */
  readonly sent: SubmitCall[] = [];
  /** What becomes of transactions that are sent. */
  fate: 'mined' | 'lost' | 'refused' = 'mined';
  /** What a transaction needs in a block, whatever it took when it was tried; `null` = no more. */
  gasInBlock: bigint | null = null;
  timesOutOfGas = 0;
  /** What fits into a block. */
  mostGas = 30_000_000n;
  /** A node takes no transaction with more. */
  gasOfNode = 30_000_000n;
  timeMs = 1_000_000;
  step: Step = () => undefined;
  book = new SettlementBook();
  service: SettlementService;
  backstop: Backstop | null = null;
  #orders = 0;
  #nonces = 100;
  #deposits = 0;

  private constructor(state: EngineState, contract: ScriptedClearingHouse) {
    this.state = state;
    this.contract = contract;
    this.port = directPort(state, () => this.timeMs);
    this.service = this.#start();
  }

  static async begin(
    state: EngineState,
    contract: ScriptedClearingHouse,
    backstop: Backstop | null = null,
  ): Promise<SettlingExchange> {
    const exchange = new SettlingExchange(state, contract);
    exchange.backstop = backstop;
    await exchange.book.restore(exchange.store, state);
    followExchange(exchange.port, [
      {
        take: (effects, command) => {
          exchange.journal.push({ effects, command });
          exchange.book.take(effects, command);
        },
        settle: () => exchange.book.settle(),
      },
    ]);
    exchange.service = exchange.#start();
    const { port } = exchange;
    await keepMarketsListed({ state, execute: async (command) => await port.execute(command) });
    await port.execute({ kind: 'set-price', market: 1, source: INDEX_PRICE, price: TICKS });
    return exchange;
  }

  /** The process ends and begins again: with what was stored, or (`rebuilt`) with the journal alone. */
  async restart(rebuilt = false): Promise<void> {
    this.book = new SettlementBook();
    await this.book.restore(rebuilt ? new KeptStore() : this.store, this.state);
    if (rebuilt) for (const { effects, command } of this.journal) this.book.take(effects, command);
    this.service = this.#start();
  }

  /** Somebody with money of both kinds. */
  async account(byte: string): Promise<number> {
    const account = this.state.accounts.count;
    const address = `0x${byte.repeat(20)}`;
    await this.port.execute({ kind: 'open-account', account, address });
    for (const asset of [0, 1]) {
      this.#deposits += 1;
      const source = { source: 0, sourceSeq: this.#deposits };
      await this.port.execute({ kind: 'deposit', account, asset, amount: 10 ** 12, ...source });
    }
    return account;
  }

  /** Places a signed order for lots of BTC. @returns Its nonce. */
  async place(
    account: number,
    {
      side,
      lots,
      price = TICKS,
      oneShot = false,
      epoch = 0,
      profitAt = 0,
      byContract = false,
    }: {
      readonly side: Side;
      readonly lots: number;
      readonly price?: number;
      readonly oneShot?: boolean;
      readonly epoch?: number;
      /** Price of a take-profit under the next nonce; 0 = none. */
      readonly profitAt?: number;
      /** Whether the account's contract signs. */
      readonly byContract?: boolean;
    },
  ): Promise<number> {
    this.#orders += 1;
    this.#nonces += 1;
    const nonce = oneShot ? this.#nonces : await this.#reserved(account);
    const { events } = await this.port.execute({
      kind: 'place',
      account,
      market: 1,
      orderId: this.#orders,
      clientOrderId: 0,
      side,
      type: LIMIT,
      timeInForce: oneShot ? IOC : GTC,
      price,
      quantity: lots,
      displayQuantity: 0,
      postOnly: 0,
      reduceOnly: false,
      selfTrade: 0,
      trigger: 0,
      triggerBy: 0,
      triggerPrice: 0,
      expiry: 0,
      takeProfit: profitAt === 0 ? null : this.#profit(profitAt, { nonce: nonce + 1, epoch }),
      stopLoss: null,
      authority: { agent: 0, nonce, epoch, expiry: LATER, maxFeePpm: 500 },
      signature: new Uint8Array(byContract ? 65 : 64).fill(7),
    });
    if (events[0]?.kind !== 'accepted') throw new TypeError(JSON.stringify(events[0]));
    return nonce;
  }

  #profit(
    price: number,
    { nonce, epoch }: { readonly nonce: number; readonly epoch: number },
  ): Leg {
    this.#orders += 1;
    return {
      orderId: this.#orders,
      clientOrderId: 0,
      type: LIMIT,
      price,
      triggerPrice: 0,
      triggerBy: 0,
      authority: { agent: 0, nonce, epoch, expiry: LATER, maxFeePpm: 500 },
      signature: new Uint8Array(64).fill(7),
    };
  }

  async withdraw(account: number, amount: number, nonce: number): Promise<void> {
    const { events } = await this.port.execute({
      kind: 'request-withdrawal',
      account,
      asset: 0,
      amount,
      native: false,
      to: `0x${'ee'.repeat(20)}`,
      nonce,
      epoch: 0,
      expiry: LATER,
      signature: new Uint8Array(64).fill(8),
    });
    if (events[0]?.kind !== 'withdrawal-requested') throw new TypeError(JSON.stringify(events[0]));
  }

  /** The chain's events become final. */
  async finalise(events: readonly CustodyEvent[] = this.contract.eventsFrom(1)): Promise<void> {
    for (const event of events) {
      if (event.kind === 'settled') await this.service.settled(event);
      if (event.kind !== 'withdrawn') continue;
      this.step('finish-withdrawal');
      const account = this.state.accounts.find(event.account.toLowerCase());
      const { nonce } = event;
      await this.port.execute({ kind: 'finish-withdrawal', account, nonce, paid: true });
    }
  }

  /** Goes on until all is settled and paid. */
  async settleAll(rounds = 20): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await this.service.round();
      await this.finalise();
      this.timeMs += 100_000;
      if (this.book.trades.pendingCount + this.book.withdrawals.size === 0) return;
    }
    throw new Error(`not settled: ${this.service.why ?? 'no reason'}`);
  }

  #start(): SettlementService {
    const { book, contract } = this;
    const chain = {
      ...contract.chain,
      nextSequence: async () => {
        this.step('next-sequence');
        return await contract.chain.nextSequence();
      },
      simulate: async (data: `0x${string}`) => {
        this.step('simulate');
        return await contract.chain.simulate(data);
      },
    };
    const port = {
      read: this.port.read,
      execute: async (command: Parameters<ExchangePort['execute']>[0]) => {
        this.step(`before ${command.kind}`);
        const outcome = await this.port.execute(command);
        this.step(`after ${command.kind}`);
        return outcome;
      },
    };
    const { backstop } = this;
    const takeOut = new TakeOut({
      port,
      book,
      backstop: () => (backstop === null ? null : book.accountOf(backstop.address)),
      onTrouble: (trouble) => this.troubles.push(trouble),
    });
    const submit = async (call: SubmitCall) => await this.#submit(call);
    const relay = new AuthorityRelay({ book, chain, submit, onRefused: () => undefined });
    const bounds = { fills: 8, bytes: 100_000, gas: 8_000_000 };
    const planner = new BatchPlanner({ book, chain, relay, takeOut, backstop, bounds });
    return new SettlementService({
      port,
      book,
      chain,
      planner,
      relay,
      takeOut,
      resume: async () => {
        this.step('resume');
        for (const call of this.sent.splice(0)) contract.mine(call);
        return await Promise.resolve(null);
      },
      submit,
      mostGas: () => this.mostGas,
      limits: {
        settlementTrades: 5,
        settlementAgeMs: 0,
        settlementPollMs: 1,
        settlementRetryMs: 1,
        settlementMinedMs: 50_000,
        settlementHoldMs: 90_000,
      },
      now: () => this.timeMs,
      sleep: async () => await Promise.resolve(),
      onFailure: (error) => this.failures.push(String(error)),
      onChange: () => undefined,
    });
  }

  async #submit(call: SubmitCall): Promise<SubmitOutcome> {
    this.step('before sending');
    const transaction: Address = `0x${'7a'.repeat(32)}`;
    if (this.fate === 'refused') {
      return await Promise.resolve({ kind: 'refused', reason: 'no-funds', detail: 'it is poor' });
    }
    if (call.gas > this.gasOfNode) {
      return { kind: 'refused', reason: 'rejected', detail: 'transaction gas limit too high' };
    }
    this.sent.push(call);
    this.step('after sending');
    if (this.fate === 'lost') return { kind: 'unknown', transaction };
    this.sent.pop();
    const needed = this.gasInBlock;
    const outOfGas = needed !== null && call.gas < needed;
    if (outOfGas) this.timesOutOfGas += 1;
    const isMined = !outOfGas && this.contract.mine(call);
    this.step('after mining');
    const receipt = { transaction, block: 100, gasUsed: outOfGas ? call.gas : 21_000n };
    return isMined ? { kind: 'mined', ...receipt } : { kind: 'reverted', ...receipt, outOfGas };
  }

  async #reserved(account: number): Promise<number> {
    const { events } = await this.port.execute({ kind: 'reserve-nonces', account, agent: 0 });
    const [event] = events;
    if (event?.kind !== 'nonces-reserved') throw new TypeError(JSON.stringify(event));
    return event.first;
  }
}
