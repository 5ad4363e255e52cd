import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { HDAccount } from 'viem';
import { assets } from '#lib/domain/asset.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { readExchangeEnv } from '#lib/env/exchange-env.ts';
import { readDeployment } from '#lib/env/read-deployment.ts';
import { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import type { CommandEffects } from '#server/projection.ts';
import { openChaosExchange } from './chaos-exchange.ts';
import {
  type ChaosMessage,
  type ChaosOptions,
  FINISH,
  TRADERS,
  type TradeReceipt,
} from './chaos-messages.ts';
import { ChaosTrader } from './chaos-trader.ts';

/** The process that is killed: the exchange from its engine to the chain, and people who trade on it. */
const { dataDir, rpcUrl, seed }: ChaosOptions = JSON.parse(process.argv[2] ?? '');
const env = readExchangeEnv({
  NETWORK: 'local',
  CHAIN_ID: '1337',
  RPC_URL: rpcUrl,
  DATA_DIR: dataDir,
});

const TURN_MS = 10;
const LOOK_MS = 50;

/** Says it before anything else is done; while the pipe is full, tries again. */
function say(message: ChaosMessage): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

/** What users are told of their trades, as soon as these are durable. */
function take({ events }: CommandEffects): void {
  const trades: TradeReceipt[] = [];
  for (const event of events) {
    if (event.kind !== 'trade') continue;
    const { tradeId: id, price, quantity: lots, makerOrderId, takerOrderId } = event;
    trades.push({ id, price, lots, makerOrder: makerOrderId, takerOrder: takerOrderId });
  }
  if (trades.length > 0) say({ say: 'trades', trades });
}

const exchange = await openChaosExchange(env, { take, settle: () => undefined });
const { core, book, desk, custody, troubles } = exchange;

let isFinishing = false;
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (line === FINISH) isFinishing = true;
  })
  // Whoever started it is gone.
  .on('close', () => process.exit(1));

async function trade(): Promise<void> {
  await core.ready;
  const deployment = readDeployment(env);
  if (deployment === null) throw new Error('nothing is deployed');
  const users: HDAccount[] = TRADERS.map((index) => developmentAccount(env, index));
  const random = new SeededRandom(seed);
  const { port } = core;
  const trader = new ChaosTrader({ port, users, deployment, chainId: env.chainId, random });
  await trader.begin();
  say({ say: 'open' });
  while (!isFinishing) {
    await trader.turn();
    await delay(TURN_MS);
  }
  await settled();
}

/** Waits until the chain has everything, and somebody has compared all of it since. */
async function settled(): Promise<void> {
  for (;;) {
    await delay(LOOK_MS);
    refuseTrouble();
    if (book.trades.size + book.withdrawals.size > 0) continue;
    const from = custody.finalBlock() ?? 0;
    while ((desk.reconciliation()?.block ?? 0) <= from) {
      await delay(LOOK_MS);
      refuseTrouble();
    }
    break;
  }
  const { value: ledger } = await core.port.read(({ accounts, ledger: balances }) =>
    Array.from({ length: accounts.count - 1 }, (_, place) => {
      const account = place + 1;
      const quanta = assets.map(
        ({ id }) => balances.available(account, id) + balances.locked(account, id),
      );
      return { address: book.addressOf(account), quanta };
    }),
  );
  say({ say: 'quiet', batch: book.trades.progress.batch, trades: book.tradeCount, ledger });
}

function refuseTrouble(): void {
  const { state, why } = desk.status();
  const differences = desk.reconciliation()?.differences ?? [];
  if (state === 'halted' || differences.length > 0 || custody.fault() !== null) {
    say({ say: 'halted', why: why ?? JSON.stringify(differences) });
    process.exit(1);
  }
  if (book.trades.quarantined.size > 0 || troubles.length > 0) {
    say({ say: 'halted', why: `it had to help itself: ${troubles.join(', ')}` });
    process.exit(1);
  }
}

await Promise.race([exchange.run(), trade().then(() => new Promise<never>(() => undefined))]);
