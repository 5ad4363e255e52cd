/** Time as the client sees it; tests bring their own. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Returns the function that takes the call back. */
  after(ms: number, call: () => void): () => void;
};

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
