export type RestartPolicy = {
  /** Crashes within `windowMs` at which restarting is given up. */
  readonly maxCrashes: number;
  readonly windowMs: number;
  /** Wait before the first restart; each further crash in the window doubles it. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
};

export type RestartDecision =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'give-up'; readonly crashes: number };

export const DEFAULT_RESTART_POLICY: RestartPolicy = {
  maxCrashes: 5,
  windowMs: 60_000,
  firstDelayMs: 250,
  maxDelayMs: 5_000,
};

/**
 * What to do about a part that just ended by itself. `crashes` are the times (milliseconds on any
 * clock that only grows) at which it did so, the present one last.
 */
export function decideRestart(
  crashes: readonly number[],
  policy: RestartPolicy = DEFAULT_RESTART_POLICY,
): RestartDecision {
  const now = crashes.at(-1) ?? 0;
  const recent = crashes.filter((at) => now - at < policy.windowMs).length;
  if (recent >= policy.maxCrashes) return { kind: 'give-up', crashes: recent };
  const delayMs = policy.firstDelayMs * 2 ** Math.max(0, recent - 1);
  return { kind: 'restart', delayMs: Math.min(delayMs, policy.maxDelayMs) };
}
