import { vi } from 'vitest';

/** Blocks have to be mined, and final, for what these tests wait for. */
const PATIENCE_MS = 60_000;

/** Waits until a chain and what follows it are where a test expects them. */
export async function until(holds: () => void): Promise<void> {
  await vi.waitFor(holds, { timeout: PATIENCE_MS, interval: 50 });
}
