import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';

/**
 * Makes sure that the folder of the network is there and can be written in.
 *
 * @throws ConfigurationError when it cannot.
 */
export async function prepareDataDir({
  dataDir,
  networkDir,
}: Pick<ExchangeEnv, 'dataDir' | 'networkDir'>): Promise<void> {
  try {
    await mkdir(networkDir, { recursive: true });
    await access(networkDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const fix = `${networkDir} cannot be written (${code}); name a folder that this process may create and write in`;
    throw new ConfigurationError([{ variable: 'DATA_DIR', value: dataDir, fix }], { cause });
  }
}
