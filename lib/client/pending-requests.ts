import type { ErrorFrame } from '#lib/protocol/frames/error.ts';
import type { ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import type { Clock } from './clock.ts';

/** Why a request came to nothing, or may have. */
export type RequestFailure =
  /** The exchange refused; nothing changed. */
  | { readonly kind: 'refused'; readonly error: ErrorFrame }
  /** It was not sent: there is no connection. */
  | { readonly kind: 'not-sent' }
  /** It was sent, and no answer came: it may have been done or not. */
  | { readonly kind: 'unanswered' };

type Waiting = {
  readonly resolve: (frame: ServerFrame) => void;
  readonly reject: (error: RequestFailedError) => void;
  readonly cancelTimer: () => void;
};

/** Requests that wait for the answer that carries their id. */
export class PendingRequests {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;

  constructor(options: { readonly clock: Clock; readonly timeoutMs: number }) {
    this.#clock = options.clock;
    this.#timeoutMs = options.timeoutMs;
  }

  /**
   * Sends a request under a new id and waits for its answer.
   *
   * @param send gives the frame to the socket; false when there is none
   * @throws RequestFailedError
   */
  async begin(send: (requestId: string) => boolean): Promise<ServerFrame> {
    this.#count += 1;
    const id = `r${this.#count}`;
    return await new Promise((resolve, reject) => {
      if (!send(id)) {
        reject(new RequestFailedError({ kind: 'not-sent' }));
        return;
      }
      const cancelTimer = this.#clock.after(this.#timeoutMs, () => this.#giveUp(id));
      this.#waiting.set(id, { resolve, reject, cancelTimer });
    });
  }

  /** Takes a frame that may be an answer. */
  take(frame: ServerFrame): void {
    const id = 'request_id' in frame ? frame.request_id : undefined;
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    waiting.cancelTimer();
    if (frame.type === 'error') {
      waiting.reject(new RequestFailedError({ kind: 'refused', error: frame }));
    } else waiting.resolve(frame);
  }

  /** The connection is lost: whatever was asked on it is not answered any more. */
  lost(): void {
    for (const id of [...this.#waiting.keys()]) this.#giveUp(id);
  }

  #giveUp(id: string): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.cancelTimer();
    waiting?.reject(new RequestFailedError({ kind: 'unanswered' }));
  }
}

function messageOf(failure: RequestFailure): string {
  switch (failure.kind) {
    case 'refused':
      return failure.error.message;
    case 'not-sent':
      return 'There is no connection to the exchange. Nothing was sent.';
    case 'unanswered':
      return 'The exchange did not answer in time. Look at your orders before you send it again.';
  }
}

/** A request was refused, not sent, or not answered. */
export class RequestFailedError extends Error {
  override readonly name = 'RequestFailedError';
  readonly failure: RequestFailure;

  constructor(failure: RequestFailure) {
    super(messageOf(failure));
    this.failure = failure;
  }
}
