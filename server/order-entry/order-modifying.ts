import { findMarketById, type Market } from '#lib/domain/market.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import type { SignableTerms } from '#lib/domain/signable-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { Principal } from '#server/auth/index.ts';
import {
  BUY,
  type EngineState,
  MARKET,
  NO_TRIGGER,
  NONE,
  type OrderView,
  orderView,
  POST_ONLY_OFF,
  SELL,
  waitingLeg,
} from '#server/engine/index.ts';
import type { CommandOutcome } from '#server/sequencer/index.ts';
import { acceptedOutcome, asOf } from './accepted-outcome.ts';
import type { ModifyAnswer, ModifyRequest, OrderName } from './answers.ts';
import { isOutOfRoom } from './bounded-port.ts';
import { clientOrderNumber } from './client-order-number.ts';
import { glance } from './glance.ts';
import { fillsOf } from './order-outcome.ts';
import type { SignedPart } from './order-parts.ts';
import { factsOf, hasLostNonce, type PlacingTools, rejection } from './order-placing.ts';
import { authorityOf, hashText, isContracts } from './sent-signatures.ts';
import { openAccountOf, type SigningContext, signingContext } from './signing-context.ts';

/** The order as it is, and as it is to become. */
type Change = {
  readonly context: SigningContext;
  readonly orderId: number;
  readonly market: Market;
  readonly terms: SignableTerms;
  /** A smaller size is agreed to by whoever agreed to a larger one. */
  readonly onlySmaller: boolean;
};

/** An open order, or a leg that waits for one, as it is. */
type Present = Pick<OrderView, 'orderId' | 'market' | 'side' | 'type' | 'price'> & {
  /** 0 = it waits for none. */
  readonly triggerPrice: Ticks;
  readonly isPostOnly: boolean;
  /** What is filled included; of a leg its parent's. */
  readonly total: Lots;
};

type Sent = {
  readonly change: Change;
  readonly signed: SignedPart | null;
  readonly outcome: Promise<CommandOutcome>;
};

/** Changes open orders, and legs that wait for one. */
export class OrderModifying {
  readonly #tools: PlacingTools;

  constructor(tools: PlacingTools) {
    this.#tools = tools;
  }

  async modify(principal: Principal, request: ModifyRequest): Promise<ModifyAnswer> {
    let sent = await this.#send(principal, request);
    if (hasLostNonce(await this.#outcome(request, sent)) && request.signed === null) {
      this.#tools.signer.forget(sent.change.context);
      sent = await this.#send(principal, request);
    }
    const { change, signed } = sent;
    const done = await this.#outcome(request, sent);
    const code = rejection(done);
    if (code !== null && signed !== null && request.signed === null) {
      this.#tools.signer.unused(signed, change);
    }
    acceptedOutcome(done, code === null ? {} : factsOf(code, change.context));
    const [event] = done.events;
    if (event?.kind !== 'modified') throw new ProtocolError('gateway/internal');
    const { orderId, price, quantity, triggerPrice, keptPriority } = event;
    const { market } = change;
    return {
      ...asOf(done),
      orderId,
      priceTicks: price,
      quantityLots: quantity,
      triggerTicks: triggerPrice,
      keptPriority,
      fills: fillsOf({ orderId, market, events: done.events, timeMs: done.time }),
      orderHash: signed === null ? null : hashText(signed.digest),
    };
  }

  /** What became of it; what never reached the engine has used no nonce. */
  async #outcome(
    request: ModifyRequest,
    { outcome, change, signed }: Sent,
  ): Promise<CommandOutcome> {
    try {
      return await outcome;
    } catch (error) {
      if (isOutOfRoom(error) && signed !== null && request.signed === null) {
        this.#tools.signer.unused(signed, change);
      }
      throw error;
    }
  }

  async #send(principal: Principal, request: ModifyRequest): Promise<Sent> {
    const send = () => this.#sendInTurn(principal, request);
    // The chain takes its time to say what a contract's signature is worth: nothing waits for that.
    if (isContracts(request.signed)) return await send();
    return await this.#tools.lanes.run(principal.address, send);
  }

  async #sendInTurn(principal: Principal, request: ModifyRequest): Promise<Sent> {
    const seen = this.#look(principal, request);
    if (seen.refused) return await seen.refusal();
    const change = seen.value;
    if (change.onlySmaller) return this.#execute(request, change, null);
    if (request.signed !== null) return await this.#sendSigned(principal, request, change);
    const { agentKey } = principal;
    if (agentKey === null) throw new ProtocolError('auth/signature-required');
    const { terms, market, context } = change;
    const price = terms.priceTicks;
    const { signer } = this.#tools;
    const signed = await signer.sign({ terms, market, price, key: agentKey, context });
    return this.#execute(request, change, signed);
  }

  async #sendSigned(principal: Principal, request: ModifyRequest, change: Change): Promise<Sent> {
    const { signed } = request;
    if (signed === null) throw new ProtocolError('auth/signature-required');
    const verified = await this.#tools.signatures.verify({ ...change, signed });
    const { port } = this.#tools.options;
    const seen = glance(port, (state) => ({
      change: this.#changeOf(state, principal, request),
      part: authorityOf(state, verified, change.context),
    }));
    if (seen.refused) return await seen.refusal();
    // The order may have changed meanwhile: what was verified is what is done, or nothing.
    const { part, change: present } = seen.value;
    return this.#execute(request, { ...present, terms: change.terms }, part);
  }

  #execute(request: ModifyRequest, change: Change, signed: SignedPart | null): Sent {
    const { context, orderId, terms } = change;
    // The record holds all that was signed, so that it leads to the digest without what was before it.
    const told = signed === null ? request : { ...terms, priceTicks: signed.price };
    const { priceTicks: price, quantityLots: quantity, triggerTicks: triggerPrice } = told;
    const outcome = this.#tools.options.port.execute({
      kind: 'modify',
      account: context.account,
      orderId,
      clientOrderId: 0,
      price,
      quantity,
      triggerPrice,
      authority: signed?.authority ?? null,
      signature: signed?.signature ?? null,
    });
    return { change, signed, outcome };
  }

  #look(principal: Principal, request: ModifyRequest) {
    return glance(this.#tools.options.port, (state) => this.#changeOf(state, principal, request));
  }

  #changeOf(state: EngineState, principal: Principal, request: ModifyRequest): Change {
    const nowMs = this.#tools.options.now();
    const account = openAccountOf(state, principal, nowMs);
    const present = requireOrder(state, account, request.order);
    const market = findMarketById(present.market);
    if (market === undefined) throw new ProtocolError('market/unknown');
    const context = signingContext(state, { principal, market, clientOrderId: 0, nowMs });
    const { orderId } = present;
    return { context, orderId, market, ...changedTerms(present, request) };
  }
}

/** @throws ProtocolError `order/unknown`. */
function requireOrder(state: EngineState, account: number, name: OrderName): Present {
  const orderId = 'orderId' in name ? name.orderId : idOf(state, account, name.clientOrderId);
  const slot = state.ids.find(orderId);
  const view = slot === NONE ? null : orderView(state, slot);
  if (view?.account === account) return presentOrder(view);
  const waits = waitingLeg(state, { account, orderId });
  if (waits === null) throw new ProtocolError('order/unknown');
  const { leg, parent } = waits;
  const { market, side, total } = presentOrder(parent);
  return { ...leg, market, side: side === BUY ? SELL : BUY, isPostOnly: false, total };
}

/** The terms that an order was signed with last. */
function presentOrder(view: OrderView): Present {
  return {
    ...view,
    // Once triggered, it is an order like any other.
    triggerPrice: view.trigger === NO_TRIGGER ? 0 : view.triggerPrice,
    isPostOnly: view.postOnly !== POST_ONLY_OFF,
    total: view.filled + view.visible + view.hidden,
  };
}

function idOf({ clients }: EngineState, account: number, text: string): number {
  const entry = clients.find(account, clientOrderNumber(text));
  return entry === NONE ? 0 : clients.orderId(entry);
}

/** What is signed is the order whole, as it is to become. */
function changedTerms(
  present: Present,
  { priceTicks, quantityLots, triggerTicks }: ModifyRequest,
): Pick<Change, 'terms' | 'onlySmaller'> {
  const { price, triggerPrice, total } = present;
  const newPrice = priceTicks === 0 ? price : priceTicks;
  const newTrigger = triggerTicks === 0 ? triggerPrice : triggerTicks;
  const newTotal = quantityLots === 0 ? total : quantityLots;
  const limitType = triggerPrice === 0 ? 'limit' : 'stop_limit';
  const marketType = triggerPrice === 0 ? 'market' : 'stop';
  return {
    terms: {
      side: present.side === BUY ? 'buy' : 'sell',
      type: present.type === MARKET ? marketType : limitType,
      timeInForce: 'GTC',
      postOnly: present.isPostOnly,
      reduceOnly: false,
      priceTicks: newPrice,
      quantityLots: newTotal,
      triggerTicks: newTrigger,
    },
    onlySmaller: newPrice === price && newTrigger === triggerPrice && newTotal < total,
  };
}
