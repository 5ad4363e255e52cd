import type { Activation } from './order-details.ts';
import { NONE } from './order-pool.ts';

/** A triggered order, named by slot and id: it may be canceled before its turn; or legs to activate. */
export type FollowUp =
  | { readonly kind: 'triggered'; readonly slot: number; readonly orderId: number }
  | { readonly kind: 'activation'; readonly activation: Activation };

/** What a command caused and is executed after it, first in first out; empty when it ends. */
export class FollowUps {
  readonly #queue: FollowUp[] = [];
  #head = 0;

  get isEmpty(): boolean {
    return this.#head === this.#queue.length;
  }

  add(followUp: FollowUp): void {
    this.#queue.push(followUp);
  }

  /** Takes the legs of some accounts out of the queue, before their turn; by account, in order. */
  takeActivations(accounts: ReadonlySet<number>): ReadonlyMap<number, readonly Activation[]> {
    const taken = new Map<number, Activation[]>();
    const queue = this.#queue.splice(0).slice(this.#head);
    this.#head = 0;
    for (const followUp of queue) {
      const account = followUp.kind === 'activation' ? followUp.activation.account : NONE;
      if (followUp.kind !== 'activation' || !accounts.has(account)) {
        this.#queue.push(followUp);
        continue;
      }
      const legs = taken.get(account) ?? [];
      legs.push(followUp.activation);
      taken.set(account, legs);
    }
    return taken;
  }

  next(): FollowUp | null {
    const followUp = this.#queue[this.#head] ?? null;
    if (followUp !== null) this.#head += 1;
    if (this.isEmpty && this.#head > 0) {
      this.#queue.length = 0;
      this.#head = 0;
    }
    return followUp;
  }
}
