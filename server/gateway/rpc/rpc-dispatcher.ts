import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import {
  type OwnRpcMethod,
  type PublicRpcMethod,
  RPC_METHODS_TO_COME,
} from '#lib/protocol/rpc/methods.ts';
import { isPlainRequest, type RpcRequest, rpcRequest } from '#lib/protocol/rpc/request.ts';
import { rpcError, rpcResponse } from '#lib/protocol/rpc/response.ts';
import type { RequestClass } from '../account-limiter.ts';
import { bookMethods } from './book-methods.ts';
import { camelMethods } from './camel-methods.ts';
import { infoMethods } from './info-methods.ts';
import { marketDataMethods } from './market-data-methods.ts';
import { marketMethods } from './market-methods.ts';
import { plainMethods } from './plain-methods.ts';
import { priceMethods } from './price-methods.ts';
import type { PublicRpcHandler, RpcCaller, RpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';
import { settlementMethods } from './settlement-methods.ts';
import { SharedResults, type WrittenResult, written } from './shared-results.ts';
import { subscriptionMethods } from './subscription-methods.ts';
import { tradeMethods } from './trade-methods.ts';

export type RpcDispatcherOptions = {
  readonly services: RpcServices;
  readonly maxBatch: number;
  /** Bounds of the results that those share who ask for the same at the same moment. */
  readonly shared: { readonly maxResults: number; readonly maxChars: number };
  /** An error that is no ProtocolError: ours, not the client's. */
  readonly onFailure: (error: unknown) => void;
};

/** The text of an answer, at once where that is possible; `null` to what asks for none. */
export type RpcAnswer = string | null | Promise<string | null>;

const CLASSES: Readonly<Record<string, RequestClass>> = {
  lx_placeOrder: 'order',
  placeOrder: 'order',
  lx_cancelOrder: 'cancel',
  cancelOrder: 'cancel',
};

/** What one request costs. */
const SINGLE: Readonly<Record<RequestClass, ReadonlyMap<RequestClass, number>>> = {
  order: new Map([['order', 1]]),
  cancel: new Map([['cancel', 1]]),
  other: new Map([['other', 1]]),
};

/** Answers JSON-RPC 2.0, single requests and batches, whatever they came over. */
export class RpcDispatcher {
  readonly #options: RpcDispatcherOptions;
  readonly #publics: ReadonlyMap<string, PublicRpcHandler>;
  readonly #own: ReadonlyMap<string, RpcHandler>;
  readonly #shared: SharedResults;

  constructor(options: RpcDispatcherOptions) {
    this.#options = options;
    const { services } = options;
    const { feed, oracle, seq, now } = services;
    const publics: Readonly<Record<PublicRpcMethod, PublicRpcHandler>> = {
      ...infoMethods(services),
      ...bookMethods(services),
      ...tradeMethods(services),
      ...priceMethods(services),
      ...marketDataMethods(services),
      ...marketMethods(services),
      ...settlementMethods(services),
    };
    const own: Readonly<Record<OwnRpcMethod, RpcHandler>> = {
      ...plainMethods(services),
      ...camelMethods(services),
      ...subscriptionMethods(),
    };
    this.#publics = new Map(Object.entries(publics));
    this.#own = new Map(Object.entries(own));
    this.#shared = new SharedResults({
      ...options.shared,
      moment: () => ({
        seq: seq(),
        feedSeq: feed.seq(),
        oracleSeq: oracle.seq(),
        timeMs: now(),
      }),
    });
  }

  /** How many requests of each class a message holds; a batch that is refused counts as one. */
  costs(message: unknown): ReadonlyMap<RequestClass, number> {
    if (!Array.isArray(message)) return SINGLE[classOf(message)];
    if (message.length === 0 || message.length > this.#options.maxBatch) return SINGLE.other;
    const costs = new Map<RequestClass, number>();
    for (const request of message) {
      const kind = classOf(request);
      costs.set(kind, (costs.get(kind) ?? 0) + 1);
    }
    return costs;
  }

  /** The answer to parsed JSON; `null` when it holds notifications only. */
  answer(message: unknown, caller: RpcCaller): RpcAnswer {
    if (!Array.isArray(message)) return this.#answerOne(message, caller);
    const { maxBatch } = this.#options;
    if (message.length === 0) return rpcError(null, new ProtocolError('gateway/invalid-request'));
    if (message.length > maxBatch) {
      const facts = { max_batch: maxBatch };
      return rpcError(null, new ProtocolError('gateway/batch-too-large', { facts }));
    }
    const answers: string[] = [];
    // One after the other: what a request does, those after it in the batch may build on.
    for (let index = 0; index < message.length; index += 1) {
      const answer = this.#answerOne(message[index], caller);
      if (answer instanceof Promise) {
        return this.#answerRest({ answers, next: answer, rest: message.slice(index + 1) }, caller);
      }
      if (answer !== null) answers.push(answer);
    }
    return batchOf(answers);
  }

  /** Goes on with a batch of which one answer has to be waited for. */
  async #answerRest(
    {
      answers,
      next,
      rest,
    }: {
      readonly answers: string[];
      readonly next: Promise<string | null>;
      readonly rest: readonly unknown[];
    },
    caller: RpcCaller,
  ): Promise<string | null> {
    const first = await next;
    if (first !== null) answers.push(first);
    for (const request of rest) {
      const answer = await this.#answerOne(request, caller);
      if (answer !== null) answers.push(answer);
    }
    return batchOf(answers);
  }

  #answerOne(message: unknown, caller: RpcCaller): RpcAnswer {
    if (isPlainRequest(message)) return this.#answerRequest(message, caller);
    const parsed = rpcRequest.safeParse(message);
    if (parsed.success) return this.#answerRequest(parsed.data, caller);
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    const facts = field === '' ? {} : { field };
    return rpcError(null, new ProtocolError('gateway/invalid-request', { facts }));
  }

  /** A notification is done as well, but nothing is said of it. */
  #answerRequest(request: RpcRequest, caller: RpcCaller): RpcAnswer {
    const { id } = request;
    const told = (result: string) => (id === undefined ? null : rpcResponse(id, result));
    const refused = (error: unknown) => {
      const coded = this.#coded(error);
      return id === undefined ? null : rpcError(id, coded);
    };
    try {
      const result = this.#resultOf(request, caller);
      return typeof result === 'string' ? told(result) : result.then(told, refused);
    } catch (error) {
      return refused(error);
    }
  }

  #resultOf({ method, ...request }: RpcRequest, caller: RpcCaller): WrittenResult {
    const params = request.params ?? {};
    const own = this.#own.get(method);
    if (own !== undefined) return written(own(params, caller));
    const handler = this.#publics.get(method);
    if (handler !== undefined) {
      return this.#shared.of({ method, params, dialect: caller.dialect, handler });
    }
    const toCome = RPC_METHODS_TO_COME.has(method);
    const code = toCome ? 'gateway/not-available' : 'gateway/unknown-method';
    throw new ProtocolError(code, { facts: { method } });
  }

  #coded(error: unknown): ProtocolError {
    if (error instanceof ProtocolError) return error;
    this.#options.onFailure(error);
    return new ProtocolError('gateway/internal');
  }
}

/** The answers to what a batch asked for; `null` when that is nothing. */
function batchOf(answers: readonly string[]): string | null {
  return answers.length === 0 ? null : `[${answers.join(',')}]`;
}

function classOf(request: unknown): RequestClass {
  if (typeof request !== 'object' || request === null || !('method' in request)) return 'other';
  const { method } = request;
  const known = typeof method === 'string' && Object.hasOwn(CLASSES, method);
  return known ? (CLASSES[method] ?? 'other') : 'other';
}
