/** Over this (1 %) the impact is shown in amber. */
const IMPACT_WARNING_PPM = 10_000n;
/** Over this (5 %) it is shown in red and has to be acknowledged by typing. */
const IMPACT_DANGER_PPM = 50_000n;

export type ImpactLevel = 'none' | 'warning' | 'danger';

/** What has to be typed before a swap of dangerous impact goes on. */
export const IMPACT_ACKNOWLEDGEMENT = 'swap anyway';

/** How loudly an impact is shown; parts per million of the price before the swap. */
export function impactLevel(impactPpm: bigint): ImpactLevel {
  if (impactPpm > IMPACT_DANGER_PPM) return 'danger';
  return impactPpm > IMPACT_WARNING_PPM ? 'warning' : 'none';
}

/** Whether the typed words acknowledge the impact, whatever their case and outer spaces. */
export function acknowledges(text: string): boolean {
  return text.trim().replace(/\s+/gu, ' ').toLowerCase() === IMPACT_ACKNOWLEDGEMENT;
}
