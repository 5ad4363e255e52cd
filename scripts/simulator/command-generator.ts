import type {
  Command,
  LegView,
  MarketState,
  MarketView,
  OpenAccount,
  OrderView,
  StateView,
} from '#server/engine/index.ts';
import {
  CANCEL_ONLY,
  DELISTED,
  HALTED,
  INDEX_PRICE,
  MARK_PRICE,
  OPEN,
  POST_ONLY,
  PRE_OPEN,
} from '#server/engine/index.ts';
import { AuthorityGenerator } from './authority-generator.ts';
import { addressOf, START_TIME } from './command-builder.ts';
import { withFault } from './command-faults.ts';
import { CustodyGenerator } from './custody-generator.ts';
import { NoteGenerator } from './note-generator.ts';
import { OrderGenerator, type Surroundings } from './order-generator.ts';
import { SeededRandom } from './seeded-random.ts';
import type { SimulationProfile } from './simulation-profile.ts';

const MAX_MARKET = 63;
/** Of faulty commands that get another fault. */
const MORE_FAULTS = 0.3;
/** Large enough that custody is filled by a few. */
const MAX_DEPOSIT = 2 ** 52;
const REMEMBERED_COMMANDS = 2_000;

type WithoutStamp<Any> = Any extends Command ? Omit<Any, 'seq' | 'time'> : never;
type Unstamped = WithoutStamp<Command>;

/**
 * Random commands in a seeded order. It looks at the state that the commands before have led to, so
 * that most of what it asks for can be done and deep states are reached; the commands themselves are
 * then a plain list which replays without it.
 */
export class CommandGenerator {
  readonly #random: SeededRandom;
  readonly #profile: SimulationProfile;
  readonly #orders: OrderGenerator;
  readonly #authorities: AuthorityGenerator;
  readonly #custody: CustodyGenerator;
  readonly #notes: NoteGenerator;
  readonly #recent: Unstamped[] = [];
  readonly #sourceSeqs = [0, 0, 0];
  readonly #opening: Unstamped[];
  #seq = 0;
  #time = START_TIME;

  constructor(seed: number, profile: SimulationProfile) {
    this.#random = new SeededRandom(seed);
    this.#profile = profile;
    this.#orders = new OrderGenerator(this.#random, profile);
    this.#authorities = new AuthorityGenerator(this.#random, profile);
    this.#custody = new CustodyGenerator(this.#random, profile.accounts);
    this.#notes = new NoteGenerator(this.#random);
    this.#opening = this.#openingCommands();
  }

  /** The command after those that led to this state. */
  next(view: StateView): Command {
    const opening = this.#opening.shift();
    if (opening !== undefined) return this.#stamp(opening);
    const command = this.#stamp(this.#choose(view));
    return this.#withFaults(command);
  }

  /** Sometimes more than one, to see which is told first. */
  #withFaults(command: Command): Command {
    let faulty = command;
    let share = this.#profile.faults;
    while (this.#random.chance(share)) {
      faulty = withFault(faulty, this.#random);
      share = MORE_FAULTS;
    }
    return faulty;
  }

  #stamp(command: Unstamped): Command {
    this.#seq += 1;
    if (command.kind === 'tick') this.#time += this.#elapsed();
    else if (this.#random.chance(0.2)) this.#time += 1;
    return { ...command, seq: this.#seq, time: this.#time };
  }

  /** Milliseconds from tick to tick. */
  #elapsed(): number {
    const isStride = this.#random.chance(this.#profile.strides);
    return isStride ? this.#random.between(200, 1_500) : this.#random.between(1, 12);
  }

  #openingCommands(): Unstamped[] {
    const { accounts, markets } = this.#profile;
    const numbers = Array.from({ length: accounts }, (_, index) => index + 1);
    return [
      ...numbers.map(openingOf),
      ...markets.map((parameters): Unstamped => ({ kind: 'list-market', ...parameters })),
    ];
  }

  #choose(view: StateView): Unstamped {
    const random = this.#random;
    const market = random.pickAny(liveMarkets(view));
    if (market === null) return this.#listing(view);
    if (market.state !== OPEN && random.chance(this.#profile.reopening))
      return this.#stateChange(market);
    const account = random.between(1, this.#profile.accounts);
    const at = { market, account, time: this.#time };
    const signer = this.#signer(view, account);
    const action = random.weighted(Object.entries(this.#profile.weights));
    switch (action) {
      case 'place':
        return this.#remember(this.#authorities.signOrder(this.#orders.order(at), signer));
      case 'place-oco':
        return this.#remember(this.#authorities.signPair(this.#orders.pair(at), signer));
      case 'repeat':
        return this.#repetition();
      case 'cancel':
      case 'modify':
        return this.#change(view, market, action);
      case 'list-market':
        return this.#listing(view);
      case 'set-market-state':
        return this.#stateChange(market);
      case 'settlement':
        return this.#custody.command(view, { account, market, time: this.#time });
      case 'note':
        return this.#notes.command(view, { account, time: this.#time });
      case 'deposit':
      case 'withdraw':
        return this.#transfer(view, market, action);
      default:
        return this.#simple(view, action, at);
    }
  }

  #simple(view: StateView, action: string, at: Surroundings): Unstamped {
    const random = this.#random;
    const { market, account } = at;
    const { market: id } = market.parameters;
    switch (action) {
      case 'cancel-all':
        return { kind: 'cancel-all', account, market: random.chance(0.5) ? id : 0 };
      case 'set-price':
        return {
          kind: 'set-price',
          market: id,
          source: random.pick([MARK_PRICE, INDEX_PRICE]),
          price: this.#orders.priceNear(market),
        };
      case 'arm-dead-man':
        return {
          kind: 'arm-dead-man',
          account,
          deadline: random.chance(0.2) ? 0 : this.#time + random.between(1, 30),
        };
      case 'open-account':
        return this.#nextAccount(view);
      default:
        return this.#identity(view, action, account);
    }
  }

  /** Sometimes for the address of an agent. */
  #nextAccount(view: StateView): Unstamped {
    const account = view.accountCount;
    const random = this.#random;
    const { agents } = view.identity(random.between(1, this.#profile.accounts));
    const agent = random.chance(0.3) ? random.pickAny(agents) : null;
    return agent === null ? openingOf(account) : { ...openingOf(account), address: agent.address };
  }

  #signer(view: StateView, account: number) {
    return { account, identity: view.identity(account), time: this.#time };
  }

  #identity(view: StateView, action: string, account: number): Unstamped {
    const signer = this.#signer(view, account);
    switch (action) {
      case 'approve-agent':
        return this.#authorities.approval(signer);
      case 'revoke-agent':
        return this.#authorities.revocation(signer);
      case 'bump-epoch':
        return this.#authorities.epoch(signer);
      case 'reserve-nonces':
        return this.#authorities.reservation(signer);
      default:
        return { kind: 'tick' };
    }
  }

  #remember(command: Unstamped): Unstamped {
    this.#recent.push(command);
    if (this.#recent.length > REMEMBERED_COMMANDS) this.#recent.shift();
    return command;
  }

  /** The same content once more, with order ids of its own. */
  #repetition(): Unstamped {
    const recent = this.#random.pickAny(this.#recent);
    if (recent?.kind === 'place') return { ...recent, orderId: this.#orders.orderId() };
    if (recent?.kind !== 'place-oco') return { kind: 'tick' };
    const { limitLeg, stopLeg } = recent;
    return {
      ...recent,
      limitLeg: { ...limitLeg, orderId: this.#orders.orderId() },
      stopLeg: { ...stopLeg, orderId: this.#orders.orderId() },
    };
  }

  #change(view: StateView, market: MarketView, action: 'cancel' | 'modify'): Unstamped {
    const random = this.#random;
    const order = random.pickAny(ordersOf(view, market.parameters.market));
    if (order === null) return { kind: 'tick' };
    const byClientId = order.clientOrderId !== 0 && random.chance(0.4);
    const leg = random.chance(0.4) ? random.pickAny(legsOf(order)) : null;
    const name = (leg === null ? null : this.#legName(order, leg)) ?? {
      account: random.chance(0.03) ? random.between(1, this.#profile.accounts) : order.account,
      orderId: byClientId ? 0 : order.orderId,
      clientOrderId: order.clientOrderId,
    };
    if (action === 'cancel') return { kind: 'cancel', ...name };
    return {
      kind: 'modify',
      ...name,
      ...(leg === null ? this.#changes(market, order) : this.#legChanges(order, leg)),
      authority: this.#authorities.signChange(leg ?? order, this.#signer(view, order.account)),
      signature: null,
    };
  }

  #legName({ account }: OrderView, { orderId, clientOrderId }: LegView) {
    const byClientId = clientOrderId !== 0 && this.#random.chance(0.4);
    return { account, orderId: byClientId ? 0 : orderId, clientOrderId };
  }

  /** A leg has the size of its order; a take-profit has no trigger. */
  #legChanges(order: OrderView, leg: LegView) {
    const random = this.#random;
    const step = () => random.between(-this.#profile.spread, this.#profile.spread);
    const total = order.filled + order.visible + order.hidden;
    const retriggered = random.chance(leg.triggerPrice === 0 ? 0.05 : 0.6);
    const repriced = leg.price !== 0 && random.chance(retriggered ? 0.4 : 0.95);
    const quantity = random.chance(0.1) ? random.pick([total, total + 1]) : 0;
    return {
      price: repriced ? Math.max(1, leg.price + step()) : 0,
      quantity,
      triggerPrice: retriggered ? Math.max(1, leg.triggerPrice + step()) : 0,
    };
  }

  #changes(market: MarketView, order: OrderView) {
    const random = this.#random;
    const total = order.filled + order.visible + order.hidden;
    const linked = order.siblingId !== 0 || order.takeProfit !== null || order.stopLoss !== null;
    const resized = random.chance(linked ? 0.05 : 0.6);
    const repriced = random.chance(resized ? 0.4 : 0.95);
    const retriggered = order.triggerPrice !== 0 && random.chance(0.5);
    const step = random.between(-this.#profile.spread, this.#profile.spread);
    return {
      price: repriced ? this.#repriced(market, order) : 0,
      quantity: resized ? Math.max(1, total + random.between(-total, 8)) : 0,
      triggerPrice: retriggered ? Math.max(1, order.triggerPrice + step) : 0,
    };
  }

  /** Often the price that it has. */
  #repriced(market: MarketView, order: OrderView): number {
    return this.#random.chance(0.15) ? order.price : this.#orders.priceNear(market);
  }

  #transfer(view: StateView, market: MarketView, kind: 'deposit' | 'withdraw'): Unstamped {
    const random = this.#random;
    const { baseAsset, quoteAsset, unitsPerLot, k } = market.parameters;
    const asset = random.pick([baseAsset, quoteAsset]);
    const perLot = asset === baseAsset ? unitsPerLot : 100 * k;
    const account = random.between(random.chance(0.05) ? 0 : 1, this.#profile.accounts);
    const { lots, wealth } = this.#profile;
    const amount = this.#profile.anywhere
      ? random.logarithmic(MAX_DEPOSIT)
      : random.between(1, lots * wealth) * perLot + random.between(0, 3);
    if (kind === 'deposit') {
      return { kind, account, asset, amount, ...this.#nextOfSource() };
    }
    const available = account < view.accountCount ? view.available(account, asset) : 0;
    const all = random.chance(0.3) ? available : Math.min(amount, available + 1);
    return { kind, account, asset, amount: Math.max(1, all), ...this.#nextOfSource() };
  }

  #nextOfSource() {
    const source = this.#random.between(0, this.#sourceSeqs.length - 1);
    const last = this.#sourceSeqs[source] ?? 0;
    const step = this.#random.chance(0.05) ? 0 : this.#random.between(1, 2);
    this.#sourceSeqs[source] = last + step;
    return { source, sourceSeq: last + step };
  }

  /** Mostly back to open; seldom to the end. */
  #stateChange(market: MarketView): Unstamped {
    const back = market.state === OPEN ? 0 : 12;
    const state: MarketState = this.#random.weighted([
      [OPEN, back],
      [PRE_OPEN, market.state === PRE_OPEN ? 0 : this.#profile.preOpening],
      [POST_ONLY, 3],
      [CANCEL_ONLY, 1],
      [HALTED, 1],
      [DELISTED, 0.1],
    ]);
    return { kind: 'set-market-state', market: market.parameters.market, state };
  }

  /** In place of a market that was delisted, under the next number; without one, the last once more. */
  #listing(view: StateView): Unstamped {
    const listed = view.markets();
    const live = liveMarkets(view);
    const gone = this.#profile.markets.find(
      (parameters) =>
        !live.some(
          (market) =>
            market.parameters.baseAsset === parameters.baseAsset &&
            market.parameters.quoteAsset === parameters.quoteAsset,
        ),
    );
    const next = (listed.at(-1)?.parameters.market ?? 0) + 1;
    const parameters = gone ?? this.#profile.markets[0];
    if (parameters === undefined) throw new Error('The profile has no market.');
    const market = gone === undefined ? parameters.market : Math.min(next, MAX_MARKET);
    return { kind: 'list-market', ...parameters, market };
  }
}

function openingOf(account: number): Omit<OpenAccount, 'seq' | 'time'> {
  return { kind: 'open-account', account, address: addressOf(account) };
}

function liveMarkets(view: StateView): readonly MarketView[] {
  return view.markets().filter((market) => market.state !== DELISTED);
}

function legsOf({ takeProfit, stopLoss }: OrderView): readonly LegView[] {
  return [takeProfit, stopLoss].filter((leg) => leg !== null);
}

function ordersOf(view: StateView, market: number): readonly OrderView[] {
  const orders: OrderView[] = [];
  view.visitOrders(market, (order) => orders.push(order));
  return orders;
}
