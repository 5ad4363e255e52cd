import type { ConsoleMessage, Page } from '@playwright/test';

/** What a page complains about in its console: errors, uncaught exceptions, breaches of its policy. */
export class ConsoleFaults {
  readonly #seen: string[] = [];
  readonly #allowed: RegExp[] = [];

  constructor(page: Page) {
    page.on('console', (message) => this.#note(message));
    page.on('pageerror', (error) => this.#seen.push(`uncaught: ${error.message}`));
  }

  /** The test causes faults of this kind on purpose. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  seen(): readonly string[] {
    return this.#seen;
  }

  unexpected(): readonly string[] {
    return this.#seen.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  #note(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    this.#seen.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  }
}
