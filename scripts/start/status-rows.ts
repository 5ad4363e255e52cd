import { relative } from 'node:path';
import type { Deployment } from '#lib/domain/network.ts';
import type { StatusRow } from './screen.ts';
import type { StartSettings } from './start-settings.ts';

/** Where somebody who has just started it begins. */
const FIRST_MARKET = 'BTC-USDT';

/** What runs where and what of it is simulated, for the status screen. */
export function statusRows({
  settings,
  deployment,
  withWeb,
  cwd,
}: {
  readonly settings: StartSettings;
  /** `null` while nothing is deployed. */
  readonly deployment: Pick<Deployment, 'contracts'> | null;
  readonly withWeb: boolean;
  readonly cwd: string;
}): readonly StatusRow[] {
  const clearingHouse = deployment?.contracts.clearingHouse;
  const { env, sidecarPort, sidecarWsPort, sidecarUrl, simulatedPrices } = settings;
  const web = withWeb ? settings.webUrl : 'not started (--without-web); run "npx next dev"';
  const rehearsal = env.chainId === 1337 ? '' : ', rehearsing the id of the main network';
  return [
    { name: 'web', text: web },
    ...(withWeb
      ? [
          {
            name: 'first',
            text: `${web}/trade/${FIRST_MARKET}: connect the demo wallet, deposit, trade`,
          },
        ]
      : []),
    { name: 'sidecar', text: `${sidecarUrl} (description ${sidecarUrl}/openapi.json)` },
    { name: 'sockets', text: `ws://localhost:${sidecarPort}/ws, and port ${sidecarWsPort}` },
    { name: 'chain', text: `${env.rpcUrl}, chain id ${env.chainId}${rehearsal}` },
    {
      name: 'custody',
      text: clearingHouse === undefined ? 'none' : `ClearingHouse at ${clearingHouse}`,
    },
    { name: 'data', text: shortPath(env.networkDir, cwd) },
    { name: 'logs', text: shortPath(logFolder(settings), cwd) },
    {
      name: 'simulated',
      text: simulatedPrices
        ? 'prices, and the trades that move the pools after them; the coins are worth nothing'
        : 'no prices; the coins are worth nothing',
    },
  ];
}

/** Where the processes' logs are kept. */
export function logFolder({ env }: StartSettings): string {
  return `${env.dataDir}/logs/${env.network}-${env.chainId}`;
}

function shortPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below.startsWith('..') ? path : below;
}
