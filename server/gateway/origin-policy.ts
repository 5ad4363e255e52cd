/** Decides who may use the exchange by the Origin header that browsers send. */
export type OriginPolicy = (origin: string | undefined) => boolean;

/** Lets in exactly the listed origins, and whoever sends none: only browsers send one. */
export function createOriginPolicy(allowed: readonly string[]): OriginPolicy {
  const origins = new Set(allowed);
  return (origin) => origin === undefined || origins.has(origin);
}
