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
  {
    name: 'what was acknowledged is written a little later',
    file: 'server/journal/segment-log.ts',
    right: 'try {\n        this.#chain = await writer.write(block);',
    wrong:
      'this.#confirm(block);\n      try {\n        await new Promise((resolve) => setTimeout(resolve, 300));\n        this.#chain = await writer.write(block);',
    plan: [
      { fault: 'kill', afterMs: 1_500, strength: 1 },
      { fault: 'kill', afterMs: 1_500, strength: 1 },
    ],
    noticed: /lost|otherwise than before|another one than before|no receipt|is wrong in its/,
  },
  {
    name: 'a receipt names the log behind its order',
    file: 'server/receipts/record-finder.ts',
    right: 'previousChain: block.previousChain,',
    wrong: 'previousChain: block.chain,',
    plan: QUIET,
    noticed: /is not where its receipt says/,
  },
  {
    name: 'a stop-loss does not wait for its price',
    file: 'server/engine/follow-ups.ts',
    right: 'const reached = stopLoss !== null && market.holds(',
    wrong: 'const reached = stopLoss !== null || market.holds(',
    plan: [{ fault: 'drop', afterMs: 3_000, strength: 1 }],
    noticed: /told and is lost|was told as|open orders of|lost order|ended by itself/,
  },
  {
    name: 'the signature of a stop-loss is not kept',
    file: 'server/settlement/signed-orders.ts',
    right: 'for (const leg of [takeProfit, stopLoss]) {',
    wrong: 'for (const leg of [takeProfit]) {',
    plan: [{ fault: 'drop', afterMs: 3_000, strength: 1 }],
    noticed: /ended by itself|it halted|did not come to rest|trades: /,
  },
  {
    name: 'of a contract that takes back its word the other side is taken over',
    file: 'server/settlement/take-out.ts',
    right: 'makerSide.account === from ? maker : taker',
    wrong: 'makerSide.account === from ? taker : maker',
    plan: [
      { fault: 'fee', afterMs: 1_000, strength: 1 },
      { fault: 'take-back-word', afterMs: 2_500, strength: 1 },
    ],
    noticed: /balances of|it halted|did not come to rest|ended by itself/,
  },
  {
    name: 'of a trade that is annulled the seller pays the fee all the same',
    file: 'server/engine/annul-trades.ts',
    right: 'move(seller, quoteAsset, sellerFee - quote);',
    wrong: 'move(seller, quoteAsset, -quote);',
    plan: [
      { fault: 'fee', afterMs: 800, strength: 1 },
      { fault: 'take-back-word', afterMs: 1_500, strength: 0 },
      { fault: 'exit-unsettled', afterMs: 100, strength: 1 },
      { fault: 'exit-unsettled', afterMs: 100, strength: 2 },
    ],
    noticed: /balances of/,
  },
];
