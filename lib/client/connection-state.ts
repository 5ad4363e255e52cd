/** How the connection to the exchange stands. A state object is never changed, only replaced. */
export type ConnectionState =
  /** The first attempt, or another one after a wait. */
  | { readonly status: 'connecting' }
  /** Frames arrive; `latencyMs` is the last round trip, `null` before the first. */
  | { readonly status: 'open'; readonly latencyMs: number | null }
  /** Connected, but nothing has arrived since `lastFrameMs`. */
  | { readonly status: 'stale'; readonly lastFrameMs: number }
  /** Waiting until `retryAtMs` for the next attempt; `failures` in a row so far. */
  | { readonly status: 'reconnecting'; readonly failures: number; readonly retryAtMs: number }
  | { readonly status: 'closed' };
