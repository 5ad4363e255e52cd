type Slot = { send: (() => void) | null };

/**
 * Answers in the order of their requests, although some take longer to find than others: many clients
 * tell answers apart by their order alone.
 */
export class ReplyQueue {
  readonly #slots: Slot[] = [];

  /**
   * Takes the next place in the order.
   *
   * @returns What is to be called once with what sends the answer, when that is there.
   */
  reserve(): (send: () => void) => void {
    const slot: Slot = { send: null };
    this.#slots.push(slot);
    return (send) => {
      slot.send = send;
      this.#sendReady();
    };
  }

  #sendReady(): void {
    for (let next = this.#slots[0]; next?.send; next = this.#slots[0]) {
      this.#slots.shift();
      next.send();
    }
  }
}
