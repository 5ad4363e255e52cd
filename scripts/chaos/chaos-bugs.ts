import type { PlannedFault } from './chaos-faults.ts';

/** A bug that an exchange could have, and what brings it to light. */
export type ChaosBug = {
  readonly name: string;
  /** Below the repository. */
  readonly file: string;
  /** What stands there once … */
  readonly right: string;
  /** … and is replaced by this. */
  readonly wrong: string;
  /** What happens in each round. */
  readonly plan: readonly PlannedFault[];
  /** What a round ends with. */
  readonly noticed: RegExp;
};

const QUIET: readonly PlannedFault[] = [{ fault: 'drop', afterMs: 1_500, strength: 1 }];

/**
 * Planted beside each of them: the exchange's own comparison of ledger and chain finds nothing. It would
 * halt before anybody else could notice.
 */
export const deafness = {
  file: 'server/settlement/reconciler.ts',
  right: 'differences.push({ account: address, asset: symbol, onChain, expected: quanta });',
  wrong: '',
} as const;

/** Known bugs: chaos that does not notice one of them is not worth its time. */
export const chaosBugs: readonly [ChaosBug, ...ChaosBug[]] = [
  {
    name: 'every seventh trade is never settled',
    file: 'server/settlement/trade-queue.ts',
    right: "if (event.kind !== 'trade') continue;",
    wrong: "if (event.kind !== 'trade' || event.tradeId % 7 === 0) continue;",
    plan: QUIET,
    noticed: /trades: the ledger has/,
  },
  {
    name: 'what was left unsettled at a crash is forgotten',
    file: 'server/settlement/settlement-book.ts',
    right: "else if (kind === 'trade') this.trades.restoreTrade(value);",
    wrong: "else if (kind === 'trade') value.trim();",
    plan: [
      { fault: 'fee', afterMs: 500, strength: 1 },
      { fault: 'kill', afterMs: 1_500, strength: 1 },
    ],
    noticed: /trades: |balances of/,
  },
  {
    name: 'a deposit that is read again is credited twice',
    file: 'server/engine/deposit-withdraw.ts',
    right:
      'isKnown(state, command)) {\n    state.events.duplicate(account, 0);\n  } else if (!hasRoom',
    wrong: 'command.seq === 0) {\n    state.events.duplicate(account, 0);\n  } else if (!hasRoom',
    plan: [
      { fault: 'drop', afterMs: 4_000, strength: 1 },
      { fault: 'kill-older-files', afterMs: 500, strength: 1 },
    ],
    noticed: /balances of/,
  },
  {
    name: 'the first trade of a batch is settled twice',
    file: 'server/settlement/trade-queue.ts',
    right: 'for (const tradeId of trades) {\n      this.#trades.delete(tradeId);',
    wrong: 'for (const tradeId of trades.slice(1)) {\n      this.#trades.delete(tradeId);',
    plan: QUIET,
    // The contract refuses most of it.
    noticed: /trades: the chain has|cannot be settled/,
  },
  {
    name: 'fees are one quantum too high',
    file: 'lib/domain/fee.ts',
    right: 'return Math.ceil(product / MILLION);',
    wrong: 'return Math.ceil(product / MILLION) + 1;',
    plan: QUIET,
    noticed: /was told as|balances of/,
  },
  {
    name: 'a withdrawal that was paid is put back',
    file: 'server/settlement/custody-bridge.ts',
    right: 'await this.#finish(event, event.nonce, true);',
    wrong: 'await this.#finish(event, event.nonce, false);',
    plan: QUIET,
    noticed: /withdrawals: the chain has|balances of/,
  },
  {
    name: 'an exit is not followed',
    file: 'server/settlement/custody-bridge.ts',
    right: 'await this.#exited(event);',
    wrong: 'await Promise.resolve(event);',
    plan: [{ fault: 'exit', afterMs: 1_000, strength: 1 }],
    noticed: /exits: the chain has/,
  },
  {
    name: 'users are never told that a trade is settled',
    file: 'server/settlement/settlement-desk.ts',
    right: "if (known.stage !== 'matched' || inFlight === null) return known;",
    wrong:
      "if (known.stage !== 'matched' || inFlight === null) return { ...known, stage: 'matched' };",
    plan: QUIET,
    noticed: /its owner not told/,
  },
];
