import { setTimeout as delay } from 'node:timers/promises';
import { developmentAccount } from '#lib/env/development-account.ts';
import { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { depositFor } from '#scripts/testing/deposit-for.ts';
import { chainFacts } from './chain-facts.ts';
import { ChaosChain } from './chaos-chain.ts';
import { type ChaosChild, startChaosChild } from './chaos-child.ts';
import { TRADERS, type TradeReceipt } from './chaos-messages.ts';
import { type ChaosProxy, RPC_TROUBLES, startChaosProxy } from './chaos-proxy.ts';
import { checkRound } from './check-round.ts';
import { journalFacts } from './journal-facts.ts';

const FAULTS = [
  'kill',
  'kill-recovering',
  'rpc',
  'rpc',
  'drop',
  'reorg',
  'reorg',
  'fee',
  'steal',
  'poor',
] as const;
type Fault = (typeof FAULTS)[number];

type PlannedFault = { readonly fault: Fault; readonly afterMs: number; readonly strength: number };

export type ChaosRoundsOptions = {
  readonly rounds: number;
  readonly seed: number;
  readonly onRound?: (line: string) => void;
};

export type ChaosSummary = {
  readonly rounds: number;
  readonly trades: number;
  readonly batches: number;
  readonly withdrawals: number;
  readonly kills: number;
};

const FUNDS = { USDT: 100_000, BTC: 5 };
const PATIENCE_MS = 90_000;
const DEEPEST = 5;

/**
 * An exchange that trades and settles on a chain of its own, while everything around it fails: its
 * process is killed, its RPC errs, its transactions are lost, blocks are taken back. After each
 * round all must be settled, once, and everybody have what they were told.
 */
export class ChaosRounds {
  readonly #options: ChaosRoundsOptions;
  readonly #random: SeededRandom;
  readonly #receipts: TradeReceipt[] = [];
  #kills = 0;

  constructor(options: ChaosRoundsOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
  }

  /** @throws Error on the first thing that is not as it should be, saying how to see it again. */
  async run(): Promise<ChaosSummary> {
    const deployed = await deployedChain();
    // Of its own, since nobody knows how many requests there will be.
    const luck = new SeededRandom(this.#options.seed + 1);
    const proxy = await startChaosProxy(deployed.rpcUrl, (probability) => luck.chance(probability));
    const chain = new ChaosChain(deployed);
    const run = new RunningChaos({ deployed, proxy, chain, receipts: this.#receipts });
    try {
      for (const index of TRADERS) {
        const { address: account } = developmentAccount(deployed.env, index);
        await depositFor(deployed, { account, amounts: FUNDS });
      }
      await chain.begin();
      return await this.#rounds(run);
    } finally {
      await run.stop();
      await chain.stop();
      await proxy.stop();
      await deployed.stop();
    }
  }

  async #rounds(run: RunningChaos): Promise<ChaosSummary> {
    const { rounds, seed, onRound } = this.#options;
    let last = { trades: 0, batches: 0, withdrawals: 0 };
    for (let number = 1; number <= rounds; number += 1) {
      const plan = this.#plan();
      const names = plan.map(({ fault }) => fault).join(', ');
      try {
        last = await run.round(plan, this.#random.between(1, 1_000_000));
      } catch (error) {
        const again = `npm run chaos -- --rounds ${number} --seed ${seed}`;
        const why = error instanceof Error ? error.message : String(error);
        const message = `round ${number} of seed ${seed} (${names}): ${why}\nAgain: ${again}`;
        throw new Error(`${message}\n${run.complaint()}`, { cause: error });
      }
      this.#kills += plan.filter(({ fault }) => fault.startsWith('kill')).length;
      const { trades, batches, withdrawals } = last;
      const facts = `${trades} trades in ${batches} batches, ${withdrawals} withdrawals`;
      onRound?.(`${number} ${names}: ${facts}`);
    }
    return { rounds, ...last, kills: this.#kills };
  }

  #plan(): readonly PlannedFault[] {
    const random = this.#random;
    return Array.from({ length: random.between(2, 5) }, () => ({
      fault: random.pick(FAULTS),
      afterMs: random.between(50, 1_200),
      strength: random.between(1, 1_000),
    }));
  }
}

type ChaosParts = {
  readonly deployed: DeployedChain;
  readonly proxy: ChaosProxy;
  readonly chain: ChaosChain;
  readonly receipts: TradeReceipt[];
};

/** The processes of a run. */
class RunningChaos {
  readonly #parts: ChaosParts;
  #child: ChaosChild | null = null;
  #complaint = '';
  #starts = 0;

  constructor(parts: ChaosParts) {
    this.#parts = parts;
  }

  /** One round with its faults, and the comparison at its end. */
  async round(plan: readonly PlannedFault[], seed: number) {
    const { proxy, chain, deployed, receipts } = this.#parts;
    const { env } = deployed;
    await this.#start(seed).open;
    for (const { fault, afterMs, strength } of plan) {
      await chain.deposit(developmentAccount(env, TRADERS[strength % TRADERS.length] ?? 5).address);
      await delay(afterMs);
      await this.#strike(fault, strength, seed);
    }
    await delay(200);
    proxy.trouble(null);
    await chain.heal();
    const child = this.#child ?? this.#start(seed);
    const { ledger, batch } = await child.finish(PATIENCE_MS);
    await this.#end();
    const journal = journalFacts(env.networkDir, `${env.network}-${env.chainId}`);
    const onChain = await chainFacts(deployed);
    if (batch !== onChain.batches) {
      throw new Error(`the contract has ${onChain.batches} batches, and the exchange ${batch}`);
    }
    await checkRound({ receipts, journal, chain: onChain, ledger });
    const { batches, paid } = onChain;
    return { trades: journal.trades.length, batches, withdrawals: paid.length };
  }

  /** What the last process complained about. */
  complaint(): string {
    return this.#child?.complaint() ?? this.#complaint;
  }

  async stop(): Promise<void> {
    await this.#end();
  }

  #start(seed: number): ChaosChild {
    const { deployed, proxy } = this.#parts;
    this.#starts += 1;
    const options = { dataDir: deployed.env.dataDir, rpcUrl: proxy.rpcUrl };
    const child = startChaosChild({ ...options, seed: seed + this.#starts });
    this.#child = child;
    return child;
  }

  /** Kills it as a crash would, and takes down what it had told. */
  async #end(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    await child.kill();
    this.#complaint = child.complaint();
    this.#parts.receipts.push(...child.receipts);
  }

  async #strike(fault: Fault, strength: number, seed: number): Promise<void> {
    const { proxy, chain } = this.#parts;
    switch (fault) {
      case 'kill-recovering':
        await this.#end();
        this.#start(seed);
        await delay(strength);
        await this.#end();
        this.#start(seed);
        return;
      case 'kill':
        await this.#end();
        this.#start(seed);
        return;
      case 'rpc':
        proxy.trouble(RPC_TROUBLES[strength % RPC_TROUBLES.length] ?? 'error', strength / 1_000);
        return;
      case 'drop':
        return await chain.dropTransactions();
      case 'reorg':
        return await chain.reorganise(1 + (strength % DEEPEST));
      case 'fee':
        return await chain.raiseFee();
      case 'steal':
        return await chain.stealNonce();
      default:
        return await chain.impoverish();
    }
  }
}
