import { bytesToHex } from 'viem';
import { AskedConnections } from './asked-connections.ts';
import { benchTraders } from './bench-traders.ts';

/** Connections to the exchange, one of each trader, authenticated with their trading key. */
export async function traderConnections(
  { port }: { readonly port: number },
  count: number,
): Promise<AskedConnections> {
  const traders = await benchTraders(count);
  return await AskedConnections.open({
    port,
    path: '/ws',
    greets: true,
    hellos: traders.map(({ agent: { address, key } }) => ({
      type: 'auth',
      apiKey: address,
      apiSecret: bytesToHex(key),
    })),
    isGood: (answer) => answer.includes('"order_update"') && !answer.includes('"error"'),
  });
}
