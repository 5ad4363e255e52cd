import { type Asset, assets } from '#lib/domain/asset.ts';
import { findMarketById, type Market } from '#lib/domain/market.ts';
import { type Lots, MAX_TICKS, type Quanta, type Ticks } from '#lib/domain/quanta.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import {
  type Authority,
  BUY,
  type EngineState,
  NONE,
  type OrderView,
  orderView,
  SELL,
  type Side,
  waitingLeg,
} from '#server/engine/index.ts';
import type { UnstampedCommand } from '#server/sequencer/index.ts';
import type { ContractExposure } from './contract-exposure.ts';
import { type ContractWords, isWord } from './contract-words.ts';
import { type ExposedAmount, ExposedSums, exposedAmount } from './exposed-amount.ts';

export type ContractBoundOptions = {
  readonly words: Pick<ContractWords, 'hangs' | 'mayHang'>;
  readonly exposure: Pick<ContractExposure, 'notional' | 'paid' | 'order'>;
  /** The most that an account's orders may be worth that hang on its contract's word; quote quanta. */
  readonly most: Quanta;
  /** The account that takes over what cannot be settled; `null` where there is none. */
  readonly backstop: () => number | null;
};

type OrderCommand = Extract<UnstampedCommand, { kind: 'place' | 'modify' | 'place-oco' }>;

/** One order of a command, as it is signed. */
type Part = {
  readonly side: Side;
  /** Ticks; 0 = the limit of the market's band. */
  readonly price: Ticks;
  readonly triggerPrice: Ticks;
  readonly lots: Lots;
  readonly authority: Authority | null;
  readonly signature: Uint8Array | null;
};

const NOTHING = () => undefined;

/**
 * Bounds what the backstop may lose by contracts that take back their word: of an account to a fixed
 * amount, and of all together to what the backstop has free. Commands on their way count from the moment
 * in which they are let through until the book has them, so that none slips in between.
 */
export class ContractBound {
  readonly #options: ContractBoundOptions;
  readonly #held = new ExposedSums();
  /** Accounts whose contract's word about a key or an epoch is on its way. */
  readonly #words = new Map<number, number>();

  constructor(options: ContractBoundOptions) {
    this.#options = options;
  }

  /** Whether a command has to be held room for, as far as it can be told without the engine. */
  concerns(command: UnstampedCommand): boolean {
    switch (command.kind) {
      case 'approve-agent':
      case 'bump-epoch':
        return isWord(command.signature);
      case 'modify':
        return this.#concerns(command.account, [command]);
      case 'place':
        return this.#concerns(command.account, [command, command.takeProfit, command.stopLoss]);
      case 'place-oco':
        return this.#concerns(command.account, [command.limitLeg, command.stopLeg]);
      default:
        return false;
    }
  }

  /**
   * Holds room for a command that is to be executed in the same turn.
   *
   * @returns To be called when the outcome of the command is known.
   * @throws ProtocolError `risk/unsettled-contract-exposure`, `risk/backstop-exhausted`.
   */
  hold(command: UnstampedCommand, state: EngineState): () => void {
    switch (command.kind) {
      case 'approve-agent':
      case 'bump-epoch':
        return isWord(command.signature) ? this.#expect(command.account) : NOTHING;
      case 'place':
      case 'modify':
      case 'place-oco':
        return this.#holdOrder(command, state);
      default:
        return NOTHING;
    }
  }

  #concerns(
    account: number,
    parts: readonly (Pick<Part, 'authority' | 'signature'> | null)[],
  ): boolean {
    return parts.some((part) => {
      if (part === null || part.authority === null) return false;
      const { agent } = part.authority;
      const { words } = this.#options;
      return (
        isWord(part.signature) || this.#words.has(account) || words.mayHang({ account, agent })
      );
    });
  }

  /** Until the book knows what was signed, everything may rest on it. */
  #expect(account: number): () => void {
    this.#words.set(account, (this.#words.get(account) ?? 0) + 1);
    return once(() => {
      const left = (this.#words.get(account) ?? 0) - 1;
      if (left === 0) this.#words.delete(account);
      else this.#words.set(account, left);
    });
  }

  #holdOrder(command: OrderCommand, state: EngineState): () => void {
    const { account } = command;
    const market = marketOf(command, state);
    if (market === null) return NOTHING;
    const hanging = partsOf(command, state).filter((part) => this.#hangs(account, market, part));
    if (hanging.length === 0 || isKnown(command, state)) return NOTHING;
    const former = command.kind === 'modify' ? this.#options.exposure.order(command.orderId) : null;
    const filled = former?.filled ?? 0;
    const amounts = hanging.map((part) => {
      const lots = Math.max(0, part.lots - filled);
      const price = worstPrice(part, market, state);
      return exposedAmount(market, { sells: part.side === SELL, price, lots });
    });
    this.#requireRoom(command, { market, amounts, former: former?.amount ?? null, state });
    for (const amount of amounts) this.#held.add(account, amount);
    return once(() => {
      for (const amount of amounts) this.#held.subtract(account, amount);
    });
  }

  #hangs(account: number, market: Market, part: Part): boolean {
    const { authority, signature, price, lots } = part;
    if (authority === null || signature === null) return false;
    if (this.#words.has(account)) return true;
    const { agent, epoch } = authority;
    const byContract = isWord(signature);
    const signedNotional = BigInt(price) * BigInt(lots) * BigInt(market.k);
    const by = { account, agent, epoch, byContract, market: market.id, signedNotional };
    return this.#options.words.hangs(by);
  }

  #requireRoom(
    { account }: OrderCommand,
    {
      market,
      amounts,
      former,
      state,
    }: {
      readonly market: Market;
      readonly amounts: readonly ExposedAmount[];
      /** What the order that is changed counts for now. */
      readonly former: ExposedAmount | null;
      readonly state: EngineState;
    },
  ): void {
    const { exposure, most } = this.#options;
    const needed = amounts.reduce((sum, { notional }) => sum + notional, 0n);
    // Whoever makes an order smaller is let through, whatever the rest is: in what it is worth, and in
    // what it pays. A sell at a lower price may be worth less and pay more.
    const isWorthLess = former !== null && needed <= former.notional;
    if (isWorthLess && amounts.every(({ paid }) => paid <= former.paid)) return;
    const used =
      exposure.notional(account) + this.#held.notional(account) - (former?.notional ?? 0n);
    if (!isWorthLess && used + needed > BigInt(most)) {
      const quote = assetOf(market.quoteAsset);
      const facts = {
        asset: quote.symbol,
        bound: decimalOf(BigInt(most), quote),
        used: decimalOf(used, quote),
        needed: decimalOf(needed, quote),
      };
      throw new ProtocolError('risk/unsettled-contract-exposure', { facts });
    }
    for (const amount of amounts) this.#requireBackstop(amount, former, state);
  }

  /** The backstop pays what the account would have paid, in the same asset. */
  #requireBackstop(
    { asset: id, paid }: ExposedAmount,
    former: ExposedAmount | null,
    state: EngineState,
  ) {
    const { exposure, backstop } = this.#options;
    const account = backstop();
    const free = account === null ? 0n : BigInt(state.ledger.available(account, id));
    const used = exposure.paid(id) + this.#held.paid(id) - (former?.paid ?? 0n);
    if (used + paid <= free) return;
    const asset = assetOf(id);
    throw new ProtocolError('risk/backstop-exhausted', {
      facts: { asset: asset.symbol, used: decimalOf(used, asset), needed: decimalOf(paid, asset) },
    });
  }
}

/** @returns `null` for a command that the engine refuses in any case. */
function marketOf(command: OrderCommand, state: EngineState): Market | null {
  const id = command.kind === 'modify' ? orderOf(command, state)?.market : command.market;
  return id === undefined ? null : (findMarketById(id) ?? null);
}

/** The order that is changed, or the leg that waits for one. */
function orderOf(
  named: { readonly account: number; readonly orderId: number },
  state: EngineState,
): Pick<OrderView, 'market' | 'side'> | null {
  const slot = state.ids.find(named.orderId);
  if (slot !== NONE) return orderView(state, slot);
  const parent = waitingLeg(state, named)?.parent;
  if (parent === undefined) return null;
  return { market: parent.market, side: parent.side === BUY ? SELL : BUY };
}

/** What was taken before may be sent again: the engine answers that it has it, and does nothing. */
function isKnown(command: OrderCommand, { clients }: EngineState): boolean {
  if (command.kind !== 'place' || command.clientOrderId === 0) return false;
  return clients.find(command.account, command.clientOrderId) !== NONE;
}

function partsOf(command: OrderCommand, state: EngineState): readonly Part[] {
  if (command.kind === 'modify') {
    const side = orderOf(command, state)?.side ?? BUY;
    return [{ ...command, side, lots: command.quantity }];
  }
  const { side, quantity: lots } = command;
  if (command.kind === 'place-oco') {
    return [command.limitLeg, command.stopLeg].map((leg) => ({ ...leg, side, lots }));
  }
  const other: Side = side === BUY ? SELL : BUY;
  const legs = [command.takeProfit, command.stopLoss].filter((leg) => leg !== null);
  return [{ ...command, side, lots }, ...legs.map((leg) => ({ ...leg, side: other, lots }))];
}

/**
 * The highest price that an order may trade at now, in ticks. A sell trades at what is bid: within the
 * market's band, which bounds nothing while there is no reference.
 */
function worstPrice(
  { side, price, triggerPrice }: Part,
  market: Market,
  state: EngineState,
): Ticks {
  if (side === BUY && price !== 0) return price;
  const listed = state.market(market.id);
  const reference = side === BUY && triggerPrice !== 0 ? triggerPrice : (listed?.reference ?? 0);
  if (listed === null || reference === 0) return MAX_TICKS;
  return Math.max(price, triggerPrice, listed.limitPrice(BUY, reference));
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

function assetOf(id: number): Asset {
  const asset = assets.find((each) => each.id === id);
  if (asset === undefined) throw new RangeError(`there is no asset ${id}`);
  return asset;
}

function decimalOf(quanta: bigint, { decimals }: Asset): string {
  return decimalText(quanta, decimals, { grouped: false });
}
