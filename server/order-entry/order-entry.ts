import type { Address } from '#lib/domain/address.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { invalidField } from '#lib/protocol/invalid-field.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import type { WithdrawalRequest } from '#lib/protocol/wire-withdrawal-request.ts';
import type { Principal } from '#server/auth/index.ts';
import type { CommandOutcome, UnstampedCommand } from '#server/sequencer/index.ts';
import { acceptedOutcome, asOf } from './accepted-outcome.ts';
import type {
  Agent,
  AsOf,
  CancelAnswer,
  DeadManAnswer,
  ModifyAnswer,
  ModifyRequest,
  NonceState,
  OrderName,
  PlaceAnswer,
  ReservedNonces,
} from './answers.ts';
import { clientOrderNumber } from './client-order-number.ts';
import type { OrderEntryOptions } from './entry-options.ts';
import { glance } from './glance.ts';
import { KeyEntry, type SentApproval } from './key-entry.ts';
import { KeySigner } from './key-signer.ts';
import { Lanes } from './lanes.ts';
import { OrderModifying } from './order-modifying.ts';
import { OrderPlacing } from './order-placing.ts';
import { SentSignatures } from './sent-signatures.ts';
import { openAccountOf } from './signing-context.ts';
import { WithdrawalEntry } from './withdrawal-entry.ts';

const EVERY_MARKET = 0;
const SHORTEST_DEAD_MAN_MS = 1_000;

/**
 * What everybody who trades can ask for, whatever dialect they speak: it finds out on whose behalf and
 * by what signature, makes the command, and tells what became of it. It keeps nothing that matters.
 *
 * Every method throws ProtocolError: `auth/…` for who asks and what is signed, `sequencer/…` when the
 * exchange takes no commands; all but `place` also the code with which the engine refuses.
 */
export class OrderEntry {
  readonly #options: OrderEntryOptions;
  readonly #lanes = new Lanes();
  readonly #placing: OrderPlacing;
  readonly #modifying: OrderModifying;
  readonly #keys: KeyEntry;
  readonly #withdrawals: WithdrawalEntry;

  constructor(options: OrderEntryOptions) {
    this.#options = options;
    const signatures = new SentSignatures(options);
    const signer = new KeySigner(options, signatures);
    const tools = { options, signatures, signer, lanes: this.#lanes };
    this.#placing = new OrderPlacing(tools);
    this.#modifying = new OrderModifying(tools);
    this.#keys = new KeyEntry(options, signatures);
    this.#withdrawals = new WithdrawalEntry(options, signatures);
  }

  /** Places an order. That the engine refuses it is an answer like any other. */
  place(principal: Principal, request: OrderRequest): Promise<PlaceAnswer> {
    return this.#placing.place(principal, request);
  }

  /** Changes an open order. */
  async modify(principal: Principal, request: ModifyRequest): Promise<ModifyAnswer> {
    return await this.#modifying.modify(principal, request);
  }

  /** Cancels an order, and with it the other leg of its pair. */
  async cancel(principal: Principal, order: OrderName): Promise<CancelAnswer> {
    const name =
      'orderId' in order
        ? { orderId: order.orderId, clientOrderId: 0 }
        : { orderId: 0, clientOrderId: clientOrderNumber(order.clientOrderId) };
    return canceled(
      await this.#execute(principal, (account) => ({ kind: 'cancel', account, ...name })),
    );
  }

  /** Cancels all open orders, of one market (`null` = of all). */
  async cancelAll(principal: Principal, symbol: string | null): Promise<CancelAnswer> {
    const market = symbol === null ? EVERY_MARKET : marketOf(symbol).id;
    return canceled(
      await this.#execute(principal, (account) => ({ kind: 'cancel-all', account, market })),
    );
  }

  /** Cancels all open orders after so long, unless it is armed anew before; 0 disarms. */
  async armDeadMan(principal: Principal, afterMs: number): Promise<DeadManAnswer> {
    const { limits, now } = this.#options;
    const isLong = afterMs >= SHORTEST_DEAD_MAN_MS && afterMs <= limits.deadManMs;
    if (!Number.isInteger(afterMs) || (afterMs !== 0 && !isLong)) {
      throw invalidField('after_ms', `0, or ${SHORTEST_DEAD_MAN_MS} to ${limits.deadManMs}`);
    }
    const deadlineMs = afterMs === 0 ? 0 : now() + afterMs;
    const outcome = await this.#execute(principal, (account) => ({
      kind: 'arm-dead-man',
      account,
      deadline: deadlineMs,
    }));
    return { ...asOf(outcome), deadlineMs };
  }

  /** Reserves nonces for resting orders; `null` = for the key that the principal signs with. */
  async reserveNonces(principal: Principal, signer: Address | null): Promise<ReservedNonces> {
    return await this.#keys.reserveNonces(principal, signer);
  }

  /** What a signer must know to sign; `null` = the key that the principal signs with. */
  async nonceState(
    principal: Principal,
    signer: Address | null,
  ): Promise<NonceState & { readonly seq: number }> {
    return await this.#keys.nonceState(principal, signer);
  }

  /** Puts money aside that its owner wants out. The signature decides: the owner's, never a trading key's. */
  async withdraw(request: WithdrawalRequest): Promise<AsOf & { readonly nonce: number }> {
    return await this.#withdrawals.withdraw(request);
  }

  /** Lets a trading key sign for an account. The signature decides. */
  async approveAgent(
    sent: SentApproval,
  ): Promise<AsOf & { readonly account: number; readonly agent: number }> {
    return await this.#keys.approveAgent(sent);
  }

  /** Ends a trading key and its orders: the owner any of theirs, a key itself. */
  async revokeAgent(principal: Principal, agent: Address): Promise<AsOf> {
    return await this.#keys.revokeAgent(principal, agent);
  }

  /** Ends everything that was signed before, by an owner's signed `CancelAll`. */
  async bumpEpoch(sent: {
    readonly account: Address;
    readonly epoch: number;
    readonly signature: string;
  }): Promise<AsOf & { readonly epoch: number }> {
    return await this.#keys.bumpEpoch(sent);
  }

  /** The trading keys of the principal's account, those that have expired included. */
  async agents(
    principal: Principal,
  ): Promise<{ readonly agents: readonly Agent[]; readonly seq: number }> {
    return await this.#keys.agents(principal);
  }

  async #execute(
    principal: Principal,
    command: (account: number) => UnstampedCommand,
  ): Promise<CommandOutcome> {
    const { port, now } = this.#options;
    // Whoever sends an order and then a cancel means that order too.
    const { outcome } = await this.#lanes.run(principal.address, async () => {
      const seen = glance(port, (state) => openAccountOf(state, principal, now()));
      if (seen.refused) return await seen.refusal();
      return { outcome: port.execute(command(seen.value)) };
    });
    return acceptedOutcome(await outcome);
  }
}

function canceled(outcome: CommandOutcome): CancelAnswer {
  const ends = outcome.events.filter((event) => event.kind === 'done');
  return {
    ...asOf(outcome),
    canceled: ends.map(({ orderId, remaining }) => ({ orderId, remainingLots: remaining })),
  };
}
