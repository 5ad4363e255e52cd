import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { isRpcMethod, RPC_METHODS_TO_COME, type RpcMethod } from '#lib/protocol/rpc/methods.ts';
import { type RpcId, type RpcRequest, rpcRequest } from '#lib/protocol/rpc/request.ts';
import { type RpcResponse, rpcError, rpcResult } from '#lib/protocol/rpc/response.ts';
import type { RequestClass } from '../account-limiter.ts';
import { bookMethods } from './book-methods.ts';
import { camelMethods } from './camel-methods.ts';
import { marketDataMethods } from './market-data-methods.ts';
import { plainMethods } from './plain-methods.ts';
import { priceMethods } from './price-methods.ts';
import type { RpcCaller, RpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';
import { subscriptionMethods } from './subscription-methods.ts';
import { tradeMethods } from './trade-methods.ts';

export type RpcDispatcherOptions = {
  readonly services: RpcServices;
  readonly maxBatch: number;
  /** An error that is no ProtocolError: ours, not the client's. */
  readonly onFailure: (error: unknown) => void;
};

const CLASSES: Readonly<Record<string, RequestClass>> = {
  lx_placeOrder: 'order',
  placeOrder: 'order',
  lx_cancelOrder: 'cancel',
  cancelOrder: 'cancel',
};

/** Answers JSON-RPC 2.0, single requests and batches, whatever they came over. */
export class RpcDispatcher {
  readonly #options: RpcDispatcherOptions;
  readonly #handlers: Readonly<Record<RpcMethod, RpcHandler>>;

  constructor(options: RpcDispatcherOptions) {
    this.#options = options;
    const { services } = options;
    this.#handlers = {
      ...plainMethods(services),
      ...camelMethods(services),
      ...bookMethods(services),
      ...tradeMethods(services),
      ...priceMethods(services),
      ...marketDataMethods(services),
      ...subscriptionMethods(),
    };
  }

  /** How many requests of each class a message holds; a batch that is refused counts as one. */
  costs(message: unknown): ReadonlyMap<RequestClass, number> {
    const isBatch = Array.isArray(message) && message.length <= this.#options.maxBatch;
    const requests: readonly unknown[] = isBatch && message.length > 0 ? message : [message];
    const costs = new Map<RequestClass, number>();
    for (const request of requests) {
      const kind = classOf(request);
      costs.set(kind, (costs.get(kind) ?? 0) + 1);
    }
    return costs;
  }

  /** The answer to parsed JSON; `null` when it holds notifications only. */
  async answer(
    message: unknown,
    caller: RpcCaller,
  ): Promise<RpcResponse | readonly RpcResponse[] | null> {
    if (!Array.isArray(message)) return await this.#answerOne(message, caller);
    const { maxBatch } = this.#options;
    if (message.length === 0) return rpcError(null, new ProtocolError('gateway/invalid-request'));
    if (message.length > maxBatch) {
      const facts = { max_batch: maxBatch };
      return rpcError(null, new ProtocolError('gateway/batch-too-large', { facts }));
    }
    const answers: RpcResponse[] = [];
    // One after the other: what a request does, those after it in the batch may build on.
    for (const request of message) {
      const answer = await this.#answerOne(request, caller);
      if (answer !== null) answers.push(answer);
    }
    return answers.length === 0 ? null : answers;
  }

  async #answerOne(message: unknown, caller: RpcCaller): Promise<RpcResponse | null> {
    const parsed = rpcRequest.safeParse(message);
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.join('.') ?? '';
      const facts = field === '' ? {} : { field };
      return rpcError(null, new ProtocolError('gateway/invalid-request', { facts }));
    }
    const { id } = parsed.data;
    const answer = await this.#call({ ...parsed.data, id: id ?? null }, caller);
    return id === undefined ? null : answer;
  }

  async #call(
    { method, params, id }: RpcRequest & { id: RpcId },
    caller: RpcCaller,
  ): Promise<RpcResponse> {
    try {
      if (!isRpcMethod(method)) {
        const toCome = RPC_METHODS_TO_COME.has(method);
        const code = toCome ? 'gateway/not-available' : 'gateway/unknown-method';
        throw new ProtocolError(code, { facts: { method } });
      }
      return rpcResult(id, await this.#handlers[method](params ?? {}, caller));
    } catch (error) {
      if (error instanceof ProtocolError) return rpcError(id, error);
      this.#options.onFailure(error);
      return rpcError(id, new ProtocolError('gateway/internal'));
    }
  }
}

function classOf(request: unknown): RequestClass {
  if (typeof request !== 'object' || request === null || !('method' in request)) return 'other';
  const { method } = request;
  const known = typeof method === 'string' && Object.hasOwn(CLASSES, method);
  return known ? (CLASSES[method] ?? 'other') : 'other';
}
