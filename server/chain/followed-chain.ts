import { setTimeout as delay } from 'node:timers/promises';
import type { Deployment } from '#lib/domain/network.ts';
import type { ConfigurationError } from '#lib/env/configuration-error.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import type { ChainEndpoints } from './chain-endpoints.ts';
import { createChainReader } from './chain-reader.ts';
import { createHeadStore } from './head-store.ts';
import { type ChainStatus, type HeadListener, HeadWatcher } from './head-watcher.ts';
import type { NetworkCheck } from './network-check.ts';
import { NetworkMonitor } from './network-monitor.ts';
import { shortMessage } from './short-message.ts';

export type FollowedChainOptions = {
  readonly env: ExchangeEnv;
  readonly endpoints: ChainEndpoints;
  readonly readDeployment: () => Deployment | null;
  readonly finality: number;
  readonly pollMs: number;
  readonly maxBackoffMs: number;
  readonly logger: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
};

/** The chain as the rest of the sidecar sees it. */
export type FollowedChain = {
  status(): ChainStatus;
  network(): NetworkCheck | null;
  networkError(): string | null;
  listen(listener: HeadListener): () => void;
  /** Follows the chain until it is stopped; rejects when the RPC belongs to another chain. */
  run(): Promise<void>;
  stop(): void;
};

/** Follows the configured chain, verifies that it is the configured one, and logs what happens to it. */
export function followChain(options: FollowedChainOptions): FollowedChain {
  const { env, endpoints, finality, pollMs, maxBackoffMs, logger } = options;
  const reader = createChainReader(endpoints);
  const store = createHeadStore(env.networkDir);
  const { chainId } = env;
  const sleep = waitingForHeads(endpoints);
  const settings = { reader, store, chainId, finality, pollMs, maxBackoffMs, sleep };
  const watcher = new HeadWatcher(settings);
  const wrongChain = Promise.withResolvers<never>();
  const monitor = new NetworkMonitor({
    reader,
    env,
    readDeployment: options.readDeployment,
    onChecked: checkLog(logger),
    onFailure: (error) =>
      logger.warn({ error: shortMessage(error) }, 'the network could not be verified'),
    onWrongChain: (error: ConfigurationError) => wrongChain.reject(error),
  });
  watcher.listen(logging(logger));
  watcher.listen({
    reachable: (reachable) => {
      if (reachable) void monitor.verify();
    },
    reorganisation: () => void monitor.verify(),
    block: () => {
      if (monitor.isIncomplete()) void monitor.verify();
    },
  });
  // A chain that is another one altogether answers nothing else, so it is asked for its id.
  endpoints.onForeign(() => void monitor.verify());
  return {
    status: () => watcher.status(),
    network: () => monitor.current(),
    networkError: () => monitor.error(),
    listen: (listener) => watcher.listen(listener),
    run: async () => await Promise.race([watcher.run(), wrongChain.promise]),
    stop: () => watcher.stop(),
  };
}

/** Waits, but no longer than until a WebSocket announces a new head, since the last wait too. */
function waitingForHeads(endpoints: ChainEndpoints) {
  let announced = Promise.withResolvers<void>();
  endpoints.onNewHead(() => announced.resolve());
  return async (ms: number, signal: AbortSignal) => {
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const waited = delay(ms, undefined, { signal: either }).catch(() => undefined);
    await Promise.race([waited, announced.promise]);
    announced = Promise.withResolvers<void>();
    ended.abort();
  };
}

function logging(logger: FollowedChainOptions['logger']): HeadListener {
  return {
    reachable(reachable, error) {
      if (reachable) logger.info({}, 'the chain answers');
      else logger.warn({ error }, 'the chain does not answer');
    },
    reorganisation: (facts) => logger.warn({ ...facts }, 'the chain was reorganised'),
    fault: ({ detail }) => logger.error({}, detail),
    notSaved: (error) => logger.error({ err: error }, 'the block hashes could not be saved'),
  };
}

/** Logs a result when it says something else than the one before. */
function checkLog(logger: FollowedChainOptions['logger']): (check: NetworkCheck) => void {
  let last = '';
  return ({ deployment, genesisMatches, genesisHash, missingContracts }) => {
    const deployedOn = deployment?.genesisHash ?? null;
    const facts = { genesisHash, deployed: deployment !== null, deployedOn, missingContracts };
    if (JSON.stringify(facts) === last) return;
    last = JSON.stringify(facts);
    if (deployment === null) logger.warn(facts, 'nothing is deployed on this chain yet');
    else if (!genesisMatches) logger.error(facts, 'the contracts were deployed on another chain');
    else if (missingContracts.length > 0) logger.warn(facts, 'some contracts have no code');
    else logger.info(facts, 'the network is verified');
  };
}
