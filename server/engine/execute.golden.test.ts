import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CommandBuilder } from '#scripts/simulator/command-builder.ts';
import { parseCommand } from '#scripts/testing/spoken-commands.ts';
import type { Command } from './command.ts';
import { decodeEvents } from './decode-events.ts';
import { decodeState } from './decode-state.ts';
import { encodeState, STATE_VERSION } from './encode-state.ts';
import { EngineState } from './engine-state.ts';
import { EngineView } from './engine-view.ts';
import type { EngineEvent } from './event.ts';
import { eventKinds } from './event-kinds.ts';
import { execute } from './execute.ts';

const COMMANDS = 5_000;
/** Some trade that those lead to. */
const SOME_TRADE = 40;

/** Draws of one fixed sequence of numbers, and the words made of them. */
class Dice {
  #state = 1;

  /** A whole number below a bound. */
  below(bound: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 4_294_967_296) * bound);
  }

  pick(...words: readonly string[]): string {
    return words[this.below(words.length)] ?? '';
  }

  get account(): number {
    return 1 + this.below(3);
  }

  get lots(): number {
    return 1 + this.below(25);
  }

  get price(): number {
    return 90 + this.below(21);
  }

  get market(): string {
    return this.below(4) === 0 ? 'in 2' : 'in 1';
  }

  /** The beginning of an order. */
  get order(): string {
    const side = this.pick('buys', 'sells');
    return `${this.account} ${side} ${this.lots} @ ${this.price} ${this.market}`;
  }

  /** Of the owner or an agent, under a nonce that may be reserved. */
  get signature(): string {
    const agent = this.below(3) === 0 ? this.below(4) : 0;
    return `signed ${64 + this.below(1_500)} agent ${agent} until ${2 + this.below(6)}`;
  }
}

type Sentence = (dice: Dice, now: number, newest: number) => string;

/** What may be said, each as likely as the others; what is said often stands here often. */
const sentences: readonly Sentence[] = [
  ...new Array<Sentence>(6).fill((dice) => dice.order),
  (dice) => `${dice.order} ${dice.pick('ioc', 'fok')}`,
  (dice) => `${dice.order} ${dice.pick('post-only', 'slide', 'slide')}`,
  (dice) => `${dice.order} shows ${1 + dice.below(6)}`,
  (dice, now) => `${dice.order} till ${now + 20}`,
  (dice) => `${dice.order} client ${dice.below(60)}`,
  (dice) => `${dice.order} ${dice.pick('oldest', 'both', 'decrement', 'newest', 'allow')}`,
  (dice) => `${dice.account} ${dice.pick('buys', 'sells')} ${dice.lots} @ market ${dice.market}`,
  (dice) => `${dice.order} ${dice.pick('rising', 'falling')} ${dice.price} by mark`,
  (dice) => `${dice.order} ${dice.pick('rising', 'falling')} ${dice.price} by last`,
  (dice) => `${dice.account} sells ${dice.lots} @ ${105 + dice.below(9)} or ${88 + dice.below(9)}`,
  (dice) => `${dice.account} buys ${dice.lots} @ ${88 + dice.below(9)} or 106 limit ${dice.price}`,
  (dice) =>
    `${dice.account} buys ${dice.lots} @ ${dice.price} profit 107 loss ${80 + dice.below(15)}`,
  (dice) => `${dice.account} sells ${dice.lots} @ ${dice.price} profit 95`,
  (dice) =>
    `${dice.account} sells ${dice.lots} @ ${dice.price} loss ${99 + dice.below(9)} by index`,
  () => '1 buys 3 @ 95 client 99',
  (dice, _, newest) =>
    `${dice.account} modifies #${Math.max(1, newest - dice.below(20))} @ ${dice.price}`,
  (dice, _, newest) =>
    `${dice.account} modifies #${Math.max(1, newest - dice.below(20))} to ${dice.lots}`,
  ...new Array<Sentence>(4).fill(
    (dice, _, newest) => `${dice.account} cancels #${Math.max(1, newest - dice.below(20))}`,
  ),
  (dice) => `${dice.account} cancels ${dice.pick('client 9', 'client 30', 'all in 1', 'all in 2')}`,
  (dice) => `${dice.pick('mark', 'index')} ${95 + dice.below(11)} ${dice.market}`,
  (dice, now) => `tick ${now + (dice.below(20) === 0 ? 400 : dice.below(4))}`,
  (dice, now) => `${dice.account} arms ${now + 25}`,
  (dice) => `${dice.account} ${dice.pick('deposits', 'withdraws')} ${dice.lots} quote`,
  (dice) => `market ${dice.pick('pre-open', 'post-only', 'post-only', 'halted')} ${dice.market}`,
  ...new Array<Sentence>(3).fill((dice) => `market open ${dice.market}`),
  (dice) => `${dice.account} reserves`,
  (dice) => `${dice.account} approves ${100 + dice.below(20)} until 4`,
  (dice) => `${dice.account} revokes ${100 + dice.below(20)}`,
  (dice) => `${dice.account} reserves for ${1 + dice.below(4)}`,
  (dice) => (dice.below(5) === 0 ? `${dice.account} bumps to ${1 + dice.below(3)}` : dice.order),
  ...new Array<Sentence>(4).fill((dice) => `${dice.order} ${dice.signature}`),
  (dice, now) => `${dice.order} ioc signed ${now}`,
  (dice) => `${dice.order} profit 107 ${dice.signature} ${dice.signature}`,
  (dice, _, newest) =>
    `${dice.account} modifies #${Math.max(1, newest - dice.below(20))} @ ${dice.price} ${dice.signature}`,
];

/** What owners did on chain, one of whom has no account yet. */
const onChain = [
  '1 reserves',
  'chain 1 cancels 700',
  'chain 1 cancels 65000',
  'chain 5 cancels 130',
  'chain 5 bumps to 3',
  'chain 2 bumps to 5',
  '1 approves 130 nonce 9000',
  'chain 1 approves 130 nonce 9001 worth 500',
  '1 confirms 130 nonce 9001 worth 600',
  '1 confirms 131 nonce 7',
  'chain 1 revokes 130 nonce 9002',
  '1 confirms 130 nonce 9001 worth 700',
  'chain 5 revokes 130 nonce 4',
];

/** Three accounts, two open markets, then whatever is said. The same commands every time. */
function fixedCommands(): readonly Command[] {
  const build = new CommandBuilder();
  const dice = new Dice();
  const commands: Command[] = [];
  const say = (text: string) => commands.push(parseCommand(build, text));
  for (const account of [1, 2, 3]) {
    commands.push(build.openAccount());
    say(`${account} deposits 6000 base`);
    say(`${account} deposits 600000 quote`);
  }
  const fees = { makerFeePpm: 1_000, takerFeePpm: 2_500 };
  for (const market of [1, 2]) {
    const limits = { bandPpm: 300_000, minNotional: 200, maxOpenOrders: 60 };
    commands.push(build.listMarket({ market, ...fees, ...limits, allowSelfTrade: market === 2 }));
    say(`market open in ${market}`);
    say(`index 100 in ${market}`);
  }
  while (commands.length < COMMANDS) {
    const now = commands.at(-1)?.time ?? 0;
    const sentence = sentences[dice.below(sentences.length)];
    if (sentence !== undefined) say(sentence(dice, now, newestOrder(commands)));
  }
  for (const said of onChain) say(said);
  return [...commands, ...custodyCommands(build)];
}

/** At the end, because a frozen account trades no more. */
function custodyCommands(build: CommandBuilder): readonly Command[] {
  return [
    build.openAccount(),
    build.deposit({ account: 4, amount: 100 }),
    build.requestWithdrawal({ account: 4, amount: 2 }),
    build.requestWithdrawal({ account: 4, amount: 3 }),
    build.requestWithdrawal({ account: 4, amount: 4, nonce: 10 }),
    build.finishWithdrawal({ account: 4, nonce: 1 }),
    build.finishWithdrawal({ account: 4, nonce: 10, paid: false }),
    build.submitBatch({ through: 5 }),
    build.settleBatch({ through: 5 }),
    build.quarantineTrade({ tradeId: 6 }),
    build.quarantineTrade({ tradeId: SOME_TRADE }),
    build.freezeAccount({ account: 2 }),
    build.freezeAccount({ account: 3 }),
    build.reassignTrade({ tradeId: 6, from: 2, to: 1 }),
    build.freezeAccount({ account: 1, reason: 'exit' }),
    build.annulTrades({ tradeId: SOME_TRADE, buyer: 1, seller: 3, base: 2, buyerFee: 1 }),
    build.freezeAccount({ account: 1, reason: 'exit', frozen: false }),
    build.freezeAccount({ account: 3, frozen: false }),
    build.settleBatch({ batch: 2, through: 9, takenOver: [6] }),
  ];
}

/** The largest order id so far, legs left out. */
function newestOrder(commands: readonly Command[]): number {
  const last = commands.findLast(({ kind }) => kind === 'place');
  return last?.kind === 'place' ? last.orderId : 1;
}

type Run = { readonly state: EngineState; readonly events: EngineEvent[] };

/** Goes on with a state through commands; gives the events of all of them. */
function run(commands: readonly Command[], state = new EngineState()): Run {
  const events: EngineEvent[] = [];
  for (const command of commands) {
    state.events.clear();
    execute(state, command);
    events.push(...decodeEvents(state.events));
  }
  return { state, events };
}

function bytesOf(state: EngineState): Uint8Array {
  return encodeState(new EngineView(state));
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** As text, whatever the order of their fields. */
function textOf(objects: readonly object[]): string {
  const fields = [...new Set(objects.flatMap((object) => Object.keys(object)))].sort();
  return JSON.stringify(objects, fields);
}

describe('five thousand commands', () => {
  const commands = fixedCommands();
  const first = run(commands);

  it('do every kind of thing', () => {
    const kinds = new Set(first.events.map(({ kind }) => kind));
    expect(eventKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
    const ends = first.events.flatMap((event) => (event.kind === 'done' ? [event.reason] : []));
    expect(new Set(ends).size).toBeGreaterThanOrEqual(8);
    expect(first.state.tradeCount).toBeGreaterThan(500);
  });

  it('are those of which the hashes below were recorded', () => {
    expect(sha256(textOf(commands))).toBe(
      '4d2178bf8f89956483d127d3505773d66f96f1f6684087c5a3e00f17c355e30a',
    );
  });

  it('give the recorded hashes: what was executed once is executed the same way for ever', () => {
    const state = sha256(bytesOf(first.state));
    const events = sha256(textOf(first.events));
    // Whoever changes the form of the state gives it another version, and records its hash anew.
    expect({ version: STATE_VERSION, state, events }).toEqual({
      version: 5,
      state: '7e32a08273226206a148fed3f7f428d90dca90632eeb134aa8af69e259af575a',
      events: 'ccd2eadddf6298dd897642780ecacae71da5604dfd074e816b4d7cb5d7cf3804',
    });
  });

  it('give the same bytes and events when they are executed again', () => {
    const second = run(commands);
    expect(bytesOf(second.state)).toEqual(bytesOf(first.state));
    expect(second.events).toEqual(first.events);
  });

  it.each([20, 700, 2_500, 4_999])(
    'give the same from a state that was written and read after %s of them',
    (at) => {
      const before = run(commands.slice(0, at));
      const { seq, time } = before.state;
      const state = decodeState(bytesOf(before.state), { seq, time });
      const after = run(commands.slice(at), state);
      expect([...before.events, ...after.events]).toEqual(first.events);
      expect(bytesOf(after.state)).toEqual(bytesOf(first.state));
    },
  );

  it.each([1, 8_192])('give the same with room for %s orders at first', (capacity) => {
    const { state } = run(commands, new EngineState({ capacity }));
    expect(bytesOf(state)).toEqual(bytesOf(first.state));
  });
});
