import { join } from 'node:path';
import { createPublicClient, http } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import type { Deployment } from '#lib/domain/network.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import {
  Auth,
  contractSignatures,
  createPseudonyms,
  installationSecret,
  openCurve,
} from './auth/index.ts';
import { backstopKey } from './backstop-key.ts';
import { ClientNameLog } from './client-name-log.ts';
import { ClientNames } from './client-names.ts';
import { type ComposedReceipts, composeReceipts } from './compose-receipts.ts';
import type { ServerConfig } from './config.ts';
import { ExchangeCore } from './exchange-core.ts';
import type { ExchangePort } from './exchange-port.ts';
import { ExchangeProjections } from './exchange-projections.ts';
import type { GatewayOptions, MarketFeed } from './gateway/index.ts';
import { journalIdentity } from './journal-identity.ts';
import { limits } from './limits.ts';
import { boundedPort, clientOrderNumber, OrderEntry } from './order-entry/index.ts';
import type { Projection } from './projection.ts';
import { ContractBound, SettlementBook } from './settlement/index.ts';
import { type Logger, traced } from './telemetry/index.ts';

export type ExchangeParts = {
  readonly config: ServerConfig;
  readonly logger: Logger;
  /** Index prices. */
  readonly index: MarketFeed;
  /** What is deployed on the chain; `null` while that is not known. */
  readonly deployment: () => Deployment | null;
  /** What else follows the engine. */
  readonly others: readonly Projection[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** The exchange behind the gateway, put together; `core.run()` brings it to life. */
export type ComposedExchange = {
  readonly core: ExchangeCore;
  readonly projections: ExchangeProjections;
  /** What settlement knows of the journal. */
  readonly book: SettlementBook;
  readonly auth: Auth;
  readonly orderEntry: OrderEntry;
  readonly history: GatewayOptions['history'];
  readonly pseudonym: (account: number) => string;
  /** `null` where the operator has no key to sign with. */
  readonly receipts: ComposedReceipts | null;
};

/** @throws ConfigurationError when the secret of the installation cannot be used. */
export async function composeExchange(parts: ExchangeParts): Promise<ComposedExchange> {
  const { config, logger, index, deployment, others, now } = parts;
  const { networkDir, chainId } = config;
  const secret = await installationSecret({ networkDir, setting: config.jwtSecret });
  const pseudonym = createPseudonyms(secret);
  const curve = await openCurve();
  logger.info({ curve: curve.kind }, 'signatures are checked');
  const clientNames = new ClientNames(limits.clientNames, clientOrderNumber);
  const journal = `${config.network}-${chainId}:${await journalIdentity(networkDir)}`;
  const nameLog = nameLogOf(parts);
  const core = coreOf(parts, async (recovered) => {
    for (const { account, text } of await nameLog.open()) {
      clientNames.remember({ account, number: clientOrderNumber(text) }, text);
    }
    await projections.restore(recovered);
  });
  const { port } = core;
  const book = new SettlementBook();
  const projections = new ExchangeProjections({
    port,
    index,
    clientNames,
    pseudonym,
    storePlace: { folder: join(networkDir, 'history'), url: config.databaseUrl },
    journal,
    settlement: book,
    others,
    limits,
    logger,
    now,
  });
  const transport = http(config.rpcUrl, { timeout: limits.rpcTimeoutMs, retryCount: 0 });
  const smartAccounts = contractSignatures({
    client: createPublicClient({ transport }),
    maxWaiting: limits.contractQuestions,
  });
  const tools = { curve, contractSignatures: smartAccounts, limits, now };
  const bound = boundOf(config, book);
  const origins = config.corsOrigins;
  const auth = new Auth({ ...tools, port, secret, chainId, origins });
  const domain = () => {
    const verifyingContract = deployment()?.contracts.clearingHouse;
    return verifyingContract === undefined ? null : { chainId, verifyingContract };
  };
  const orderEntry = new OrderEntry({
    ...tools,
    port: boundedPort(tracedPort(port), bound),
    domain,
    tokenOf: ({ token }) =>
      deployment()?.tokens.find(({ symbol }) => symbol === token)?.address ?? null,
    minimumWithdrawals: config.minimumWithdrawals,
    isEpochUntold: (account) => book.epochs.isChanging(account),
    onRefused: (refused) => projections.accounts.refuse(refused),
    onClientOrderId({ text, ...of }) {
      const kept = nameLog.append({ account: of.account, text });
      clientNames.remember(of, text);
      return kept;
    },
  });
  const history = historyOf(projections);
  const receipts = await composeReceipts({ config, logger, port, domain, curve });
  return { core, projections, book, auth, orderEntry, history, pseudonym, receipts };
}

/** What contracts may trade on their word alone. */
function boundOf(config: ServerConfig, book: SettlementBook): ContractBound {
  const { words, exposure } = book;
  const key = backstopKey(config);
  const address = key === null ? null : privateKeyToAddress(key);
  return new ContractBound({
    words,
    exposure,
    most: config.contractAccountBound,
    backstop: () => (address === null ? null : book.accountOf(address)),
  });
}

/** The same way to the engine, with a span from when a command is handed over until it is durable. */
function tracedPort(port: ExchangePort): ExchangePort {
  return {
    seq: () => port.seq(),
    execute: (command) =>
      traced({ name: 'engine and journal', attributes: { command: command.kind } }, () =>
        port.execute(command),
      ),
    read: (look) => port.read(look),
    glance: (look) => port.glance(look),
    onReleased: (listener) => port.onReleased(listener),
  };
}

function nameLogOf({ config, logger }: ExchangeParts): ClientNameLog {
  return new ClientNameLog({
    folder: join(config.networkDir, 'client-names'),
    namesPerFile: limits.clientNames,
    onFault: (error) => logger.error({ err: error }, 'names of orders cannot be kept any more'),
  });
}

/** The engine with its sequencer and journal; it recovers when it is run. */
function coreOf(
  { config, index, logger, now }: ExchangeParts,
  restore: ConstructorParameters<typeof ExchangeCore>[0]['restore'],
): ExchangeCore {
  const { networkDir, snapshotEvery, snapshotsKept, archiveJournal } = config;
  return new ExchangeCore({
    networkDir,
    network: `${config.network}-${config.chainId}`,
    snapshotEvery,
    snapshotsKept,
    archiveJournal,
    feed: index,
    limits,
    logger,
    now,
    restore,
  });
}

/** The history for whoever asks before it is there: they are told to come back. */
function historyOf(projections: ExchangeProjections): GatewayOptions['history'] {
  const store = () => {
    if (projections.store !== null) return projections.store;
    throw new ProtocolError('sequencer/not-accepting', { facts: { reason: 'recovering' } });
  };
  return {
    orders: async (query) => await store().orders(query),
    order: async (orderId) => await store().order(orderId),
    orderVersions: async (orderId) => await store().orderVersions(orderId),
    fills: async (query) => await store().fills(query),
    trades: async (query) => await store().trades(query),
    transfers: async (query) => await store().transfers(query),
    isWritten: () => projections.store !== null && projections.store.fault === null,
  };
}
