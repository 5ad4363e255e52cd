import { writeJson } from '#lib/protocol/write-json.ts';

const ASK_MS = 5_000;

/** Asks the exchange over HTTP as somebody, and takes it when there is no answer. */
export class ChaosRest {
  readonly #url: string;
  readonly #bearer: () => string;

  /** @param bearer what stands behind `Bearer` now */
  constructor(url: string, bearer: () => string) {
    this.#url = url;
    this.#bearer = bearer;
  }

  /** `null` without an answer. Refusals are answers. */
  async ask(path: string, body?: object): Promise<Record<string, unknown> | null> {
    const text = await this.text(path, body);
    return text === null ? null : JSON.parse(text);
  }

  /** Likewise, as it was written. */
  async text(path: string, body?: object): Promise<string | null> {
    const posted = body === undefined ? {} : { method: 'POST', body: writeJson(body) };
    try {
      const response = await fetch(`${this.#url}${path}`, {
        ...posted,
        headers: { authorization: `Bearer ${this.#bearer()}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(ASK_MS),
      });
      return await response.text();
    } catch {
      return null;
    }
  }
}
