import type { Activation } from './order-details.ts';

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

  /** Takes an account's legs out of the queue, before their turn. */
  takeActivations(account: number): readonly Activation[] {
    const taken: Activation[] = [];
    const kept: FollowUp[] = [];
    for (const followUp of this.#queue.splice(0).slice(this.#head)) {
      const isTaken = followUp.kind === 'activation' && followUp.activation.account === account;
      if (isTaken) taken.push(followUp.activation);
      else kept.push(followUp);
    }
    this.#queue.push(...kept);
    this.#head = 0;
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
