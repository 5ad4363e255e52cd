import { createServer, type Server } from 'node:http';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyReceipt } from '#lib/chain/verify-receipt.ts';
import { decodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { depositFor } from '#scripts/testing/deposit-for.ts';
import { type SidecarProcess, spawnSidecar } from '#scripts/testing/sidecar-process.ts';

const PATIENCE = { timeout: 120_000, interval: 100 };

let chain: DeployedChain;
let running: SidecarProcess[];
let collector: Server | null = null;

beforeAll(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
  running = [];
});

afterEach(async () => {
  for (const sidecar of running.splice(0)) await sidecar.kill();
  collector?.closeAllConnections();
  collector?.close();
  collector = null;
});

afterAll(async () => await chain.stop());

async function startSidecar(env: Record<string, string> = {}): Promise<SidecarProcess> {
  const { rpcUrl } = chain;
  const sidecar = await spawnSidecar({ RPC_URL: rpcUrl, DATA_DIR: chain.env.dataDir, ...env });
  running.push(sidecar);
  const ready = { ready: true, failed: [] };
  await expect.poll(async () => await sidecar.readyChecks(), PATIENCE).toEqual(ready);
  return sidecar;
}

/** A trader with money in custody, who asks over REST with the key of the account itself. */
async function trader({ url }: SidecarProcess) {
  const privateKey = generatePrivateKey();
  const { address } = privateKeyToAccount(privateKey);
  const headers = {
    authorization: `Bearer ${address}:${privateKey}`,
    'content-type': 'application/json',
  };
  await depositFor(chain, { account: address });
  const available = async () => {
    const { balances = [] } = await (await fetch(`${url}/v1/balances`, { headers })).json();
    return balances.find(({ asset }: { asset: string }) => asset === 'USDT')?.available ?? 0;
  };
  await expect.poll(available, PATIENCE).toBe(50_000);
  return {
    ask: async (sidecar: SidecarProcess, path: string, body?: object) => {
      const posted = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const answer = await fetch(`${sidecar.url}${path}`, { headers, ...posted });
      return { status: answer.status, body: await answer.json() };
    },
  };
}

const order = (price: number) => ({
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  price,
  size: 0.001,
  client_order_id: `far-below-${price}`,
});

/** Spans that the sidecar sends to a collector on this machine. */
async function collecting() {
  const spans: { name: string; traceId: string; spanId: string; parentSpanId?: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString());
      for (const { scopeSpans } of resourceSpans) {
        for (const scope of scopeSpans) spans.push(...scope.spans);
      }
      response.end('{}');
    });
  });
  collector = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  return { endpoint: `http://127.0.0.1:${port}`, spans };
}

describe('trading on the local network', () => {
  it('is made lively by the maker and by simulated traders, over the exchange’s own socket', async () => {
    const { url } = await startSidecar();
    const book = async () =>
      await (await fetch(`${url}/v1/markets/BTC-USDT/orderbook?depth=20`)).json();
    await expect.poll(async () => (await book()).bids.length, PATIENCE).toBeGreaterThanOrEqual(4);
    const { bids, asks } = await book();
    expect(bids[0].price).toBeLessThan(asks[0].price);
    const traded = async () => {
      const names = ['BTC-USDT', 'ETH-USDT', 'LUX-USDT'];
      const lists = names.map(async (name) => {
        const answer = await fetch(`${url}/v1/markets/${name}/trades?limit=5`);
        return (await answer.json()).trades.length;
      });
      return (await Promise.all(lists)).reduce((sum, count) => sum + count, 0);
    };
    await expect.poll(traded, PATIENCE).toBeGreaterThan(0);
  });

  it('keeps what it acknowledged when it is killed, and does nothing twice', async () => {
    const quiet = { MARKET_MAKER: '0', SIMULATED_TRADERS: '0' };
    const first = await startSidecar(quiet);
    const { ask } = await trader(first);
    const prices = [61_000, 61_100, 61_200];
    const placed = await Promise.all(prices.map((price) => ask(first, '/v1/orders', order(price))));
    expect(placed.map(({ status }) => status)).toEqual([200, 200, 200]);
    const before = (await ask(first, '/v1/balances')).body.balances;
    const receiptPath = `/v1/orders/${placed[0]?.body.order_id}/receipt`;
    const receipt = (await ask(first, receiptPath)).body;
    expect(await verifyReceipt(decodeReceipt(receipt))).toBeNull();
    await first.kill();

    const second = await startSidecar(quiet);
    const open = (await ask(second, '/v1/orders')).body.orders;
    expect(open.map(({ price }: { price: number }) => price).sort()).toEqual(prices);
    expect((await ask(second, '/v1/balances')).body.balances).toEqual(before);
    expect((await ask(second, receiptPath)).body).toEqual(receipt);
    // The same order once more, as a client would that never heard of the first one.
    const again = await ask(second, '/v1/orders', order(61_000));
    expect(again.body.order_id).toBe(placed[0]?.body.order_id);
    expect((await ask(second, '/v1/orders')).body.orders).toHaveLength(3);
  });

  it('traces an order from the socket to the journal, for a collector that is asked for', async () => {
    const { endpoint, spans } = await collecting();
    await startSidecar({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    // The maker's orders come over a socket like anybody's.
    const byId = (id: string | undefined) => spans.find(({ spanId }) => spanId === id);
    const paths = () =>
      spans.map((span) => {
        const parent = byId(span.parentSpanId);
        return [byId(parent?.parentSpanId)?.name, parent?.name, span.name].join(' > ');
      });
    await expect
      .poll(paths, PATIENCE)
      .toContain('socket message > order entry > engine and journal');
  });
});
