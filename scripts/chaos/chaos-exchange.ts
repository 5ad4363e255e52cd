import { createChainClient } from '#lib/chain/create-chain-client.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import { readDeployment } from '#lib/env/read-deployment.ts';
import { KeptStore } from '#scripts/testing/kept-store.ts';
import { followChain, followCustody, openEndpoints, openOperator } from '#server/chain/index.ts';
import { ExchangeCore } from '#server/exchange-core.ts';
import { limits as usual } from '#server/limits.ts';
import { followExchange, type Projection, project } from '#server/projection.ts';
import { openSettlement, SettlementBook, SettlementDesk } from '#server/settlement/index.ts';
import { createLogger } from '#server/telemetry/index.ts';
import { CONFIRMATIONS } from './chaos-messages.ts';

/** Impatient, so that a round is short. */
const limits = {
  ...usual,
  rpcTimeoutMs: 400,
  endpointRestMs: 50,
  endpointLongestRestMs: 200,
  custodyRetryMs: 50,
  submitPollMs: 50,
  submitReplaceMs: 1_000,
  submitGiveUpMs: 4_000,
  operatorCheckMs: 200,
  settlementTrades: 10,
  settlementAgeMs: 200,
  settlementPollMs: 50,
  settlementRetryMs: 100,
  settlementMinedMs: 3_000,
  settlementHoldMs: 500,
  reconcileMs: 0,
};

const FINALITY = 64;
const POLL_MS = 50;

/**
 * The exchange as a sidecar has it from the engine to the chain: journal, snapshots, engine,
 * settlement and the operator's transactions. Its history is in memory, so that every start makes
 * what settlement knows from the journal.
 *
 * @param follower What else follows the engine, replays excepted.
 */
export async function openChaosExchange(env: ExchangeEnv, follower: Projection) {
  const logger = createLogger('warn');
  const { clearingHouse: contract, multicall3 } = readDeployment(env)?.contracts ?? {};
  if (contract === undefined || multicall3 === undefined) throw new Error('nothing is deployed');
  const book = new SettlementBook();
  const store = new KeptStore();
  const core = coreOf({ env, book, store, follower, logger });
  const { rpcUrl, rpcUrls, chainId, networkDir } = env;
  const endpoints = openEndpoints({ rpcUrls, chainId, limits, logger });
  const chain = followChain({
    env,
    endpoints,
    readDeployment: () => readDeployment(env),
    finality: FINALITY,
    pollMs: POLL_MS,
    maxBackoffMs: 2 * POLL_MS,
    logger,
  });
  const common = { endpoints, contract, confirmations: CONFIRMATIONS, networkDir, limits, logger };
  const operator = await openOperator({
    ...common,
    chainId,
    keys: keeperKey(env),
    fees: { maxFeeWei: 500_000_000_000n, priorityWei: 2_000_000_000n },
    now: Date.now,
  });
  const custody = followCustody({ ...common, chain, before: 0 });
  const desk = new SettlementDesk({ book, store: () => store, now: Date.now });
  const troubles: string[] = [];
  const settlement = openSettlement({
    client: createChainClient({ chainId, name: 'chaos', rpcUrl }),
    contract,
    multicall3,
    operator,
    custody,
    port: core.port,
    book,
    desk,
    backstop: null,
    limits,
    logger,
    onTrouble: (kind) => troubles.push(kind),
    now: Date.now,
  });
  return {
    core,
    book,
    desk,
    custody,
    contract,
    troubles,
    /** Rejects when the exchange cannot go on. */
    async run(): Promise<never> {
      const serve = async () => {
        await core.ready;
        return await settlement.run(new AbortController().signal);
      };
      await Promise.race([core.run(), chain.run(), serve()]);
      throw new Error('the exchange ended by itself');
    },
  };
}

type CoreParts = {
  readonly env: ExchangeEnv;
  readonly book: SettlementBook;
  readonly store: KeptStore;
  readonly follower: Projection;
  readonly logger: ReturnType<typeof createLogger>;
};

function coreOf({ env, book, store, follower, logger }: CoreParts): ExchangeCore {
  const core: ExchangeCore = new ExchangeCore({
    networkDir: env.networkDir,
    network: `${env.network}-${env.chainId}`,
    snapshotEvery: 2_000,
    snapshotsKept: 2,
    archiveJournal: true,
    feed: { prices: () => [] },
    limits,
    logger,
    now: Date.now,
    async restore(recovered) {
      await book.restore(store, recovered.state);
      if (recovered.state.seq > 0) {
        await recovered.replay(1, (released) => project(released, [book]));
      }
      followExchange(core.port, [book, follower]);
    },
  });
  return core;
}

function keeperKey(env: ExchangeEnv): Parameters<typeof openOperator>[0]['keys'] {
  const key = developmentAccount(env, 'keeper').getHdKey().privateKey ?? new Uint8Array(32);
  return {
    keystores: [],
    passwordFile: null,
    signerUrl: null,
    signerAddresses: [],
    privateKeys: [`0x${Buffer.from(key).toString('hex')}`],
  };
}
