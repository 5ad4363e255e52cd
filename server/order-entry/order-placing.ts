import type { Market } from '#lib/domain/market.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import type { ErrorFacts } from '#lib/protocol/protocol-error.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { Principal } from '#server/auth/index.ts';
import type { EngineState, RejectCode } from '#server/engine/index.ts';
import type { CommandOutcome } from '#server/sequencer/index.ts';
import { asOf } from './accepted-outcome.ts';
import type { PlaceAnswer } from './answers.ts';
import { isOutOfRoom } from './bounded-port.ts';
import { clientOrderNumber } from './client-order-number.ts';
import type { OrderEntryOptions } from './entry-options.ts';
import { glance } from './glance.ts';
import type { KeySigner } from './key-signer.ts';
import type { Lanes } from './lanes.ts';
import { fillsOf, orderAfter, requestedOrder } from './order-outcome.ts';
import {
  listParts,
  mapParts,
  type OrderPart,
  type PartsOf,
  partsOf,
  type SignedPart,
} from './order-parts.ts';
import { placeCommand } from './place-command.ts';
import {
  authorityOf,
  hashText,
  isContracts,
  type SentSignatures,
  type VerifiedSignature,
} from './sent-signatures.ts';
import { protectionPrice, type SigningContext, signingContext } from './signing-context.ts';

/** What placing and modifying share. */
export type PlacingTools = {
  readonly options: OrderEntryOptions;
  readonly signatures: SentSignatures;
  readonly signer: KeySigner;
  /** By the owner's address: what an account asks for is done in the order in which it is asked. */
  readonly lanes: Lanes;
};

/** Everything that is known of an order before it is signed. */
type Asked = {
  readonly principal: Principal;
  readonly request: OrderRequest;
  readonly market: Market;
  /** 0 = none. */
  readonly clientOrderId: number;
  readonly parts: PartsOf<OrderPart>;
};

/** A part, and its signature if it came with one. */
type VerifiedPart = OrderPart & { readonly verified: VerifiedSignature | null };

type VerifiedOrder = Omit<Asked, 'parts'> & {
  readonly parts: PartsOf<VerifiedPart>;
  /**
   * Its client order id is kept: without it nobody could find the order by it after a restart. `null` =
   * nothing needs to be kept.
   */
  readonly named: Promise<void> | null;
};

/** A command that was taken, whose outcome is not known yet. */
type Sent = {
  readonly context: SigningContext;
  readonly signed: PartsOf<SignedPart>;
  readonly outcome: Promise<CommandOutcome>;
};

/** What a look at the engine gave of an order that is about to be sent. */
type Terms = {
  readonly context: SigningContext;
  readonly prices: readonly Ticks[];
};

/** Times that an order is signed anew because the engine went on meanwhile. */
const ATTEMPTS = 4;

/** Nonces that the engine does not know as the gateway does: after a restart, or when ranges fell away. */
const LOST_NONCES: ReadonlySet<RejectCode> = new Set([
  'auth/nonce-used',
  'auth/nonce-not-reserved',
]);

/** Places orders. */
export class OrderPlacing {
  readonly #tools: PlacingTools;

  constructor(tools: PlacingTools) {
    this.#tools = tools;
  }

  async place(principal: Principal, request: OrderRequest): Promise<PlaceAnswer> {
    const market = marketOf(request.symbol);
    const text = request.clientOrderId;
    const clientOrderId = text === null ? 0 : clientOrderNumber(text);
    const parts = partsOf(request);
    const list = listParts(parts);
    if (principal.agentKey === null && list.some(({ signed }) => signed === null)) {
      throw new ProtocolError('auth/signature-required');
    }
    requireTriggers(list);
    const asked = { principal, request, market, clientOrderId, parts };
    // The chain takes its time to say what a contract's signature is worth: nothing waits for that.
    const early = list.some(({ signed }) => isContracts(signed)) ? await this.#verify(asked) : null;
    const { lanes, signer } = this.#tools;
    const { verified, sent } = await lanes.run(principal.address, async () => {
      const ready = early ?? (await this.#verify(asked));
      return { verified: ready, sent: await this.#send(ready) };
    });
    const signs = list.some(({ signed }) => signed === null);
    if (!signs || !hasLostNonce(await this.#outcome(verified, sent))) {
      return await this.#answer(verified, sent);
    }
    signer.forget(sent.context);
    const again = await lanes.run(principal.address, () => this.#signAndSend(verified));
    return await this.#answer(verified, again);
  }

  /** Everything that can be held against an order before it is sent. */
  async #verify(asked: Asked): Promise<VerifiedOrder> {
    const { market, parts } = asked;
    const seen = this.#look(asked);
    if (seen.refused) return await seen.refusal();
    const { context, prices } = seen.value;
    requireSignedPrices(listParts(parts), { market, prices });
    const verified = await this.#verifyParts(asked, context);
    return { ...asked, parts: verified, named: this.#name(asked, context) };
  }

  #name(
    { request, clientOrderId: number }: Asked,
    { account }: SigningContext,
  ): Promise<void> | null {
    const { clientOrderId: text } = request;
    if (text === null || text === String(number)) return null;
    const named = this.#tools.options.onClientOrderId({ account, number, text });
    // Who waits for the answer is told; the order may not get that far.
    named.catch(() => undefined);
    return named;
  }

  #verifyParts({ parts, market }: Asked, context: SigningContext): Promise<PartsOf<VerifiedPart>> {
    const { signatures } = this.#tools;
    return mapParts(parts, async (part) => {
      const { terms, signed } = part;
      if (signed === null) return { ...part, verified: null };
      return { ...part, verified: await signatures.verify({ terms, signed, market, context }) };
    });
  }

  #send(asked: VerifiedOrder): Promise<Sent> {
    const signs = listParts(asked.parts).some(({ signed }) => signed === null);
    return signs ? this.#signAndSend(asked) : this.#sendSigned(asked);
  }

  async #sendSigned(asked: VerifiedOrder): Promise<Sent> {
    const seen = glance(this.#tools.options.port, (state) => {
      const context = this.#contextOf(state, asked);
      const sign = ({ verified }: VerifiedPart) => {
        if (verified === null) throw new ProtocolError('auth/signature-required');
        return authorityOf(state, verified, context);
      };
      const { order, takeProfit, stopLoss } = asked.parts;
      const signed = {
        order: sign(order),
        takeProfit: takeProfit === null ? null : sign(takeProfit),
        stopLoss: stopLoss === null ? null : sign(stopLoss),
      };
      return { context, signed };
    });
    if (seen.refused) return await seen.refusal();
    const { context, signed } = seen.value;
    return this.#execute(asked, context, signed);
  }

  /**
   * Signs what has no signature. Signing may take a while, and the engine goes on meanwhile: if price
   * or epoch are other ones then, it is signed again.
   */
  async #signAndSend(asked: VerifiedOrder): Promise<Sent> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = this.#look(asked);
      if (before.refused) return await before.refusal();
      const { context, prices } = before.value;
      const signed = await this.#signParts(asked, before.value);
      const after = this.#look(asked);
      if (after.refused) return await after.refusal();
      const isSame =
        after.value.context.epoch === context.epoch &&
        after.value.context.signer === context.signer &&
        after.value.context.lastOneShotNonce === context.lastOneShotNonce &&
        after.value.prices.every((price, index) => price === prices[index]);
      if (isSame) return this.#execute(asked, context, signed);
      this.#putBack(asked, { context, signed });
    }
    throw new ProtocolError('sequencer/overloaded');
  }

  async #signParts(asked: VerifiedOrder, { context, prices }: Terms): Promise<PartsOf<SignedPart>> {
    const { market, principal, parts } = asked;
    const { port } = this.#tools.options;
    const key = principal.agentKey ?? new Uint8Array(32);
    const list = listParts(parts);
    return await mapParts(parts, async (part) => {
      const { terms, verified } = part;
      const price = prices[list.indexOf(part)] ?? terms.priceTicks;
      if (verified === null) {
        return await this.#tools.signer.sign({ terms, market, price, key, context });
      }
      const seen = glance(port, (state) => authorityOf(state, verified, context));
      return seen.refused ? await seen.refusal() : seen.value;
    });
  }

  #execute(asked: Asked, context: SigningContext, signed: PartsOf<SignedPart>): Sent {
    const { request, market, clientOrderId } = asked;
    const { account } = context;
    const command = placeCommand({ request, account, clientOrderId, market, signed });
    return { context, signed, outcome: this.#tools.options.port.execute(command) };
  }

  #look(asked: Asked) {
    const { market, parts } = asked;
    return glance(this.#tools.options.port, (state): Terms => {
      const context = this.#contextOf(state, asked);
      const prices = listParts(parts).map(({ terms }) => protectionPrice(state, { market, terms }));
      return { context, prices };
    });
  }

  #contextOf(state: EngineState, asked: Asked): SigningContext {
    const { principal, market, clientOrderId } = asked;
    const nowMs = this.#tools.options.now();
    return signingContext(state, { principal, market, clientOrderId, nowMs });
  }

  async #answer(asked: VerifiedOrder, sent: Sent): Promise<PlaceAnswer> {
    const { request, market, named } = asked;
    const outcome = await this.#outcome(asked, sent);
    if (named !== null) await named;
    const { events, time: timeMs } = outcome;
    const [first] = events;
    if (first === undefined || !('orderId' in first)) throw new ProtocolError('gateway/internal');
    const { orderId } = first;
    if (first.kind !== 'accepted') this.#putBack(asked, sent);
    if (first.kind === 'duplicate') return { ...asOf(outcome), outcome: 'duplicate', orderId };
    const order = requestedOrder(request, { orderId, symbol: market.symbol, timeMs });
    if (first.kind === 'rejected') {
      const { code } = first;
      const facts = factsOf(code, sent.context);
      const rejected = { ...order, status: 'rejected' as const, reason: code };
      const { account } = sent.context;
      this.#tools.options.onRefused?.({ account, order: rejected, seq: outcome.seq });
      return { ...asOf(outcome), outcome: 'rejected', code, facts, order: rejected };
    }
    const course = { order, market, events, timeMs };
    return {
      ...asOf(outcome),
      outcome: 'placed',
      order: orderAfter(course),
      fills: fillsOf({ ...course, orderId }),
      orderHash: hashText(sent.signed.order.digest),
    };
  }

  /** What became of it; what never reached the engine has used no nonce. */
  async #outcome(asked: VerifiedOrder, sent: Sent): Promise<CommandOutcome> {
    try {
      return await sent.outcome;
    } catch (error) {
      if (isOutOfRoom(error)) this.#putBack(asked, sent);
      throw error;
    }
  }

  /** Nonces of what was not taken can be used for something else. */
  #putBack(asked: Asked, { context, signed }: Omit<Sent, 'outcome'>): void {
    const parts = listParts(asked.parts);
    listParts(signed).forEach((part, index) => {
      const asks = parts[index];
      if (asks?.signed === null) this.#tools.signer.unused(part, { terms: asks.terms, context });
    });
  }
}

/** Why the engine refused; `null` = it did not. */
export function rejection({ events }: CommandOutcome): RejectCode | null {
  const [first] = events;
  return first?.kind === 'rejected' ? first.code : null;
}

/** Whether the engine does not know a nonce as the gateway does; nothing happened then. */
export function hasLostNonce(outcome: CommandOutcome): boolean {
  const code = rejection(outcome);
  return code !== null && LOST_NONCES.has(code);
}

/** What helps to send it right. */
export function factsOf(code: RejectCode, context: SigningContext): ErrorFacts {
  if (code === 'auth/wrong-epoch') return { epoch: context.epoch };
  if (code === 'auth/max-fee-too-low') return { fee_ppm: context.feePpm };
  return code === 'auth/nonce-used' ? { next_one_shot_nonce: context.lastOneShotNonce + 1 } : {};
}

/** Without its trigger a stop would be a market order, which nobody asked for. */
function requireTriggers(parts: readonly OrderPart[]): void {
  for (const { terms } of parts) {
    const isStop = terms.type === 'stop' || terms.type === 'stop_limit';
    if (isStop !== (terms.triggerTicks !== 0)) throw new ProtocolError('order/invalid-combination');
  }
}

/** A wallet signs the worst price; afterwards nobody can choose one for it. */
function requireSignedPrices(
  parts: readonly OrderPart[],
  { market, prices }: { readonly market: Market; readonly prices: readonly Ticks[] },
): void {
  parts.forEach(({ terms, signed }, index) => {
    const price = prices[index] ?? 0;
    if (signed === null || terms.priceTicks === price) return;
    const text = decimalText(BigInt(price), market.priceDecimals, { grouped: false });
    throw new ProtocolError('auth/price-not-signed', { facts: { field: 'price', price: text } });
  });
}
