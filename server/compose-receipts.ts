import { join } from 'node:path';
import { hexToBytes } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { Curve } from './auth/index.ts';
import type { ServerConfig } from './config.ts';
import type { ExchangePort } from './exchange-port.ts';
import { limits } from './limits.ts';
import { type Operator, Receipts, RecordThread } from './receipts/index.ts';
import type { Logger } from './telemetry/index.ts';

export type ReceiptParts = {
  readonly config: ServerConfig;
  readonly logger: Pick<Logger, 'error'>;
  readonly port: Pick<ExchangePort, 'read'>;
  /** The domain that orders are signed for; `null` while it is not known. */
  readonly domain: () => OrderDomain | null;
  readonly curve: Curve;
};

export type ComposedReceipts = {
  readonly receipts: Receipts;
  /** Whose signature is under them. */
  readonly operator: Address;
  /** Ends the thread that reads the journal. */
  close(): Promise<void>;
};

/** Receipts of orders, out of the journal of this network; `null` where nobody can sign them. */
export function composeReceipts({
  config,
  logger,
  ...parts
}: ReceiptParts): ComposedReceipts | null {
  const operator = operatorOf(config);
  if (operator === null) return null;
  const { networkDir, network, chainId } = config;
  const records = new RecordThread({
    folder: join(networkDir, 'journal'),
    archive: join(networkDir, 'journal-archive'),
    network: `${network}-${chainId}`,
  });
  const receipts = new Receipts({
    ...parts,
    operator,
    records,
    limits,
    onFault: (error) => logger.error({ err: error }, 'the journal cannot be read for a receipt'),
  });
  return { receipts, operator: operator.address, close: () => records.close() };
}

/** The key that is set, or on the local network that of the keeper; `null` = there is none. */
function operatorOf(config: ServerConfig): Operator | null {
  const { operatorPrivateKey: set } = config;
  if (set !== null) {
    const key = `0x${set.slice(2)}` as const;
    return { address: privateKeyToAddress(key), key: hexToBytes(key) };
  }
  if (!config.developmentFeatures) return null;
  const keeper = developmentAccount(config, 'keeper');
  const key = keeper.getHdKey().privateKey;
  return key === null ? null : { address: keeper.address, key };
}
