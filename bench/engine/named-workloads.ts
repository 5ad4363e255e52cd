import { generateWorkload, type Workload, type WorkloadOptions } from './workload.ts';

const standard = {
  count: 1_000_000,
  seed: 42,
  live: 30_000,
  profile: 'base',
  ids: 'dense',
} as const;

const options = {
  'base-1m': standard,
  'base-5m': { ...standard, count: 5_000_000 },
  wide: { ...standard, profile: 'wide' },
  scrambled: { ...standard, ids: 'scrambled' },
  /** The book is full after 30,000 commands; the rest is what both peers are measured with. */
  'base-130k': { ...standard, count: 130_000 },
} as const satisfies Record<string, WorkloadOptions>;

export type WorkloadName = keyof typeof options;

/** What the measurements of other engines were made with, by the names used there. */
export function namedWorkload(name: WorkloadName): Workload {
  return generateWorkload(options[name]);
}
