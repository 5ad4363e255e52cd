import type { Authority, Command, Leg, MarketState, SelfTradeMode } from '#server/engine/index.ts';
import {
  ALLOW_SELF_TRADE,
  BUY,
  CANCEL_BOTH,
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  CANCEL_ONLY,
  DECREMENT,
  DELISTED,
  FALLING,
  FOK,
  GTC,
  HALTED,
  INDEX_PRICE,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARK_PRICE,
  MARKET,
  OPEN,
  POST_ONLY,
  POST_ONLY_REJECT,
  POST_ONLY_SLIDE,
  PRE_OPEN,
  RISING,
  SELL,
} from '#server/engine/index.ts';
import {
  addressOf,
  authorityOf,
  BASE,
  type CommandBuilder,
  QUOTE,
} from '../simulator/command-builder.ts';

const states: Readonly<Record<string, MarketState>> = {
  'pre-open': PRE_OPEN,
  open: OPEN,
  'post-only': POST_ONLY,
  'cancel-only': CANCEL_ONLY,
  halted: HALTED,
  delisted: DELISTED,
};

const sources = { last: LAST_PRICE, mark: MARK_PRICE, index: INDEX_PRICE } as const;
const assets: Readonly<Record<string, number>> = { base: BASE, quote: QUOTE };

type GivenPlace = NonNullable<Parameters<CommandBuilder['place']>[0]>;
type GivenLeg = Partial<Leg>;
/** What an option says of an order; the limit leg of a pair takes price and client id from it. */
type Option = (words: Words) => GivenPlace;

type GivenApproval = NonNullable<Parameters<CommandBuilder['approveAgent']>[0]>;

/** A trading key that may do everything, for the longest time. */
const WIDE = {
  address: addressOf(101),
  expiry: 0xffff_ffff,
  marketsLow: 0xffff_ffff,
  marketsHigh: 0xffff_ffff,
  maxNotional: Number.MAX_SAFE_INTEGER,
};

const approvalOptions: Readonly<Record<string, (words: Words) => GivenApproval>> = {
  until: (words) => ({ expiry: words.number() }),
  worth: (words) => ({ maxNotional: words.number() }),
  markets: (words) => ({ marketsLow: words.number(), marketsHigh: 0 }),
  nonce: (words) => ({ nonce: words.number() }),
};

const selfTrade = (mode: SelfTradeMode) => (): GivenPlace => ({ selfTrade: mode });

const options: Readonly<Record<string, Option>> = {
  gtc: () => ({ timeInForce: GTC }),
  ioc: () => ({ timeInForce: IOC }),
  fok: () => ({ timeInForce: FOK }),
  till: (words) => ({ expiry: words.number() }),
  'post-only': () => ({ postOnly: POST_ONLY_REJECT }),
  slide: () => ({ postOnly: POST_ONLY_SLIDE }),
  shows: (words) => ({ displayQuantity: words.number() }),
  'reduce-only': () => ({ reduceOnly: true }),
  within: (words) => ({ price: words.number() }),
  stop: (words) => ({ triggerPrice: words.number() }),
  rising: (words) => ({ trigger: RISING, triggerPrice: words.number() }),
  falling: (words) => ({ trigger: FALLING, triggerPrice: words.number() }),
  by: (words) => ({ triggerBy: words.named(sources) }),
  newest: selfTrade(CANCEL_NEWEST),
  oldest: selfTrade(CANCEL_OLDEST),
  both: selfTrade(CANCEL_BOTH),
  decrement: selfTrade(DECREMENT),
  allow: selfTrade(ALLOW_SELF_TRADE),
  client: (words) => ({ clientOrderId: words.number() }),
  in: (words) => ({ market: words.number() }),
  profit: (words) => ({ takeProfit: legOf(words, { price: words.number() }) }),
  loss: (words) => ({ stopLoss: legOf(words, { triggerPrice: words.number() }) }),
  signed: (words) => ({ authority: authorityIn(words) }),
};

/**
 * Commands as traders say them, so that tests read like a day at the exchange:
 *
 * - `1 buys 5 @ 100`, `2 sells 3 @ market ioc`: account, side, lots, price, then options: `gtc`, `ioc`,
 *   `fok`, `till 2000`, `post-only`, `slide`, `shows 2`, `reduce-only`, `stop 95`, `rising 95`,
 *   `falling 95`, `by mark`, `within 110` (protection price), `newest`, `oldest`, `both`, `decrement`,
 *   `allow`, `client 9`, `in 2`, `#7`; last of all attached legs,
 *   `profit 110` and `loss 90`, each with its own `limit 88`, `within 88`, `by mark`, `client 9`, `#8`;
 *   `signed 64`, anywhere, puts a signature under nonce 64 under what it follows, with `agent 1`,
 *   `epoch 1`, `until 2` (seconds), `fee 500` behind it
 * - `2 sells 5 @ 110 or 90`: a pair; after the stop leg's trigger, the same words as for attached legs
 * - `1 cancels #3`, `1 cancels client 9`, `1 cancels all in 2`
 * - `1 modifies #3 to 5 @ 101 stop 96 signed 65` and any part of it
 * - `1 approves 101 until 2 worth 500 markets 6 nonce 9`: the agent with that address, its limits (markets
 *   as bits); `1 revokes 101`, `1 bumps to 1` (the epoch), `1 reserves`, `1 reserves for 2` (an agent)
 * - `chain 1 cancels 130`, `chain 1 approves 101 nonce 9 worth 500`, `chain 1 revokes 101 nonce 9`,
 *   `chain 1 bumps to 2`: what the owner with address 1 was seen to do on chain; `1 confirms 101 nonce 9`
 * - `1 deposits 5 base`, `1 withdraws 5 quote`, `1 arms 2000`
 * - `market open`, `index 100`, `mark 100`, each with `in 2`; `tick 2000`
 *
 * Order ids count up as the builder gives them, legs after their parent; `at 1500` in front of
 * anything sets the time.
 */
export function parseCommand(build: CommandBuilder, text: string): Command {
  const words = new Words(text);
  const time = words.accept('at') ? { time: words.number() } : {};
  const command = parse(build, words, time);
  words.end();
  return command;
}

type Time = { readonly time?: number };

function parse(build: CommandBuilder, words: Words, time: Time): Command {
  const first = words.take();
  if (/^\d+$/.test(first)) return parseActor(build, words, { account: Number(first), ...time });
  if (first === 'chain') return parseNote(build, words);
  if (first === 'tick') return build.tick(words.isAtEnd ? time : { time: words.number() });
  if (first === 'market') {
    return build.setMarketState({ state: words.named(states), ...words.market(), ...time });
  }
  if (first !== 'index' && first !== 'mark') throw new Error(`Who or what is '${first}'?`);
  const price = words.number();
  return build.setPrice({ source: sources[first], price, ...words.market(), ...time });
}

function parseNote(build: CommandBuilder, words: Words): Command {
  const owner = addressOf(words.number());
  const verb = words.take();
  if (verb === 'cancels') return build.told({ kind: 'note-cancel', owner, nonce: words.number() });
  if (verb === 'bumps') {
    words.expect('to');
    return build.told({ kind: 'note-epoch', owner, epoch: words.number() });
  }
  const limits = { ...WIDE, nonce: 1, ...definedFields(approvalIn(words)) };
  if (verb === 'approves') return build.told({ kind: 'note-approval', owner, ...limits });
  if (verb !== 'revokes') throw new Error(`Nobody ${verb} on chain.`);
  const { address, nonce } = limits;
  return build.told({ kind: 'note-revocation', owner, address, nonce });
}

type Actor = Time & { readonly account: number };

function parseActor(build: CommandBuilder, words: Words, actor: Actor): Command {
  const verb = words.take();
  switch (verb) {
    case 'buys':
      return parseOrder(build, words, { side: BUY, ...actor });
    case 'sells':
      return parseOrder(build, words, { side: SELL, ...actor });
    case 'cancels':
      if (words.accept('all')) return build.cancelAll({ ...actor, ...words.market() });
      return build.cancel({ ...actor, ...words.order() });
    case 'modifies':
      return parseModify(build, words, actor);
    case 'deposits':
      return build.deposit({ ...actor, amount: words.number(), asset: words.named(assets) });
    case 'withdraws':
      return build.withdraw({ ...actor, amount: words.number(), asset: words.named(assets) });
    case 'arms':
      return build.armDeadMan({ ...actor, deadline: words.number() });
    default:
      return parseIdentity(build, words, { actor, verb });
  }
}

function parseIdentity(
  build: CommandBuilder,
  words: Words,
  { actor, verb }: { readonly actor: Actor; readonly verb: string },
): Command {
  switch (verb) {
    case 'approves':
      return build.approveAgent({ ...actor, ...approvalIn(words) });
    case 'revokes':
      return build.revokeAgent({ ...actor, address: addressOf(words.number()) });
    case 'bumps':
      words.expect('to');
      return build.bumpEpoch({ ...actor, epoch: words.number() });
    case 'confirms': {
      const limits = { ...WIDE, nonce: 1, ...definedFields(approvalIn(words)) };
      return build.told({ kind: 'confirm-approval', account: actor.account, ...limits });
    }
    case 'reserves':
      return build.reserveNonces({ ...actor, agent: words.accept('for') ? words.number() : 0 });
    default:
      throw new Error(`Nobody ${verb} here.`);
  }
}

function approvalIn(words: Words): GivenApproval {
  let approval: GivenApproval = { address: addressOf(words.number()) };
  while (!words.isAtEnd) approval = { ...approval, ...words.named(approvalOptions)(words) };
  return approval;
}

function authorityIn(words: Words): Authority {
  let authority = authorityOf({ nonce: words.number() });
  for (;;) {
    if (words.accept('agent')) authority = { ...authority, agent: words.number() };
    else if (words.accept('epoch')) authority = { ...authority, epoch: words.number() };
    else if (words.accept('until')) authority = { ...authority, expiry: words.number() };
    else if (words.accept('fee')) authority = { ...authority, maxFeePpm: words.number() };
    else return authority;
  }
}

function parseOrder(
  build: CommandBuilder,
  words: Words,
  actor: Actor & Pick<GivenPlace, 'side'>,
): Command {
  const quantity = words.number();
  words.expect('@');
  const atMarket = words.accept('market');
  const type = atMarket ? MARKET : LIMIT;
  const price = atMarket ? 0 : words.number();
  let given: GivenPlace = { ...actor, quantity, type, price };
  while (!words.isAtEnd && !words.is('or')) given = { ...given, ...parseOption(words) };
  if (!words.accept('or')) return build.place(given);
  const stopLeg = legOf(words, { triggerPrice: words.number() });
  const { clientOrderId, orderId, authority, ...pair } = given;
  const limitLeg = {
    type: given.type ?? LIMIT,
    price: given.price ?? 0,
    clientOrderId: clientOrderId ?? 0,
    authority: authority ?? null,
    ...(orderId === undefined ? {} : { orderId }),
  };
  return build.placeOco({ ...pairFields(pair), limitLeg, stopLeg });
}

function pairFields({ account, market, side, quantity, selfTrade: mode, ...rest }: GivenPlace) {
  return definedFields({
    account,
    market,
    side,
    quantity,
    selfTrade: mode,
    expiry: rest.expiry,
    time: rest.time,
  });
}

/** Without what was not said, which would hide the builder's defaults. */
function definedFields<Fields extends object>(fields: Fields) {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };
}

function parseOption(words: Words): GivenPlace {
  const orderId = words.id();
  return orderId === null ? words.named(options)(words) : { orderId };
}

/** A leg and the words about it alone. */
function legOf(words: Words, first: GivenLeg): GivenLeg {
  let leg = first;
  for (;;) {
    const orderId = words.id();
    if (orderId !== null) leg = { ...leg, orderId };
    else if (words.accept('limit')) leg = { ...leg, type: LIMIT, price: words.number() };
    else if (words.accept('market')) leg = { ...leg, type: MARKET };
    else if (words.accept('within')) leg = { ...leg, price: words.number() };
    else if (words.accept('by')) leg = { ...leg, triggerBy: words.named(sources) };
    else if (words.accept('client')) leg = { ...leg, clientOrderId: words.number() };
    else if (words.accept('signed')) leg = { ...leg, authority: authorityIn(words) };
    else return leg;
  }
}

function parseModify(build: CommandBuilder, words: Words, actor: Actor): Command {
  const named = words.order();
  const quantity = words.accept('to') ? { quantity: words.number() } : {};
  const price = words.accept('@') ? { price: words.number() } : {};
  const triggerPrice = words.accept('stop') ? { triggerPrice: words.number() } : {};
  const signed = words.accept('signed') ? { authority: authorityIn(words) } : {};
  return build.modify({ ...actor, ...named, ...quantity, ...price, ...triggerPrice, ...signed });
}

/** The words of a sentence, one after another. */
class Words {
  readonly #words: readonly string[];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#words = text.split(' ').filter((word) => word !== '');
  }

  get isAtEnd(): boolean {
    return this.#at === this.#words.length;
  }

  is(word: string): boolean {
    return this.#words[this.#at] === word;
  }

  take(): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw new Error(`'${this.#text}' stops too early.`);
    this.#at += 1;
    return word;
  }

  accept(word: string): boolean {
    if (!this.is(word)) return false;
    this.#at += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw new Error(`'${word}' is missing in '${this.#text}'.`);
  }

  number(): number {
    const value = Number(this.take().replaceAll(',', ''));
    if (Number.isNaN(value)) throw new Error(`A number is missing in '${this.#text}'.`);
    return value;
  }

  /** What a word stands for. */
  named<Meaning>(meanings: Readonly<Record<string, Meaning>>): Meaning {
    const word = this.take();
    const meaning = meanings[word];
    if (meaning === undefined) throw new Error(`'${word}' means nothing in '${this.#text}'.`);
    return meaning;
  }

  /** The number after `#`, if such a word comes next. */
  id(): number | null {
    const word = this.#words[this.#at] ?? '';
    if (!word.startsWith('#')) return null;
    this.#at += 1;
    return Number(word.slice(1));
  }

  /** `#3` or `client 9`. */
  order(): { readonly orderId: number } | { readonly clientOrderId: number } {
    const orderId = this.id();
    if (orderId !== null) return { orderId };
    this.expect('client');
    return { clientOrderId: this.number() };
  }

  /** `in 2`, if it is said. */
  market(): { readonly market?: number } {
    return this.accept('in') ? { market: this.number() } : {};
  }

  end(): void {
    if (!this.isAtEnd) throw new Error(`'${this.take()}' is too much in '${this.#text}'.`);
  }
}
