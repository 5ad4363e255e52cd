import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';

/**
 * A node that knows what another one knew at a moment, and learns nothing more.
 *
 * @param state - as `anvil_dumpState` gives it
 * @param options - the first block is made anew at each start, and has to be the same one
 */
export async function startOtherNode(
  state: string,
  options: { readonly chainId: number; readonly genesisTimestamp: number },
): Promise<Anvil> {
  const folder = mkdtempSync(join(tmpdir(), 'lux-chaos-node-'));
  const file = join(folder, 'state.json');
  try {
    writeFileSync(file, gunzipSync(Buffer.from(state.slice(2), 'hex')));
    return await startAnvil({ ...options, extraArguments: ['--no-mining', '--load-state', file] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
