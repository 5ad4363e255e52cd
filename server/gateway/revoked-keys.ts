import type { CommandEffects, Projection } from '#server/projection.ts';

/** Tells at once that trading keys of accounts were revoked, so that nobody listens on with one. */
export class RevokedKeys implements Projection {
  readonly #listeners = new Set<(account: number) => void>();
  readonly #untold = new Set<number>();

  /** Listens for accounts of which a key was revoked, until the returned function is called. */
  onRevoked(listener: (account: number) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  take({ events }: CommandEffects): void {
    for (const event of events) {
      if (event.kind === 'agent-revoked') this.#untold.add(event.account);
    }
  }

  settle(): void {
    const accounts = [...this.#untold];
    this.#untold.clear();
    for (const account of accounts) {
      for (const listener of this.#listeners) listener(account);
    }
  }
}
