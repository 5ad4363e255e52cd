import { join } from 'node:path';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Curve } from './auth/index.ts';
import { OperatorKeys } from './chain/index.ts';
import type { ServerConfig } from './config.ts';
import type { ExchangePort } from './exchange-port.ts';
import { limits } from './limits.ts';
import { operatorKeysOf } from './operator-keys-of.ts';
import { Receipts, RecordThread } from './receipts/index.ts';
import type { Logger } from './telemetry/index.ts';

export type ReceiptParts = {
  readonly config: ServerConfig;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly port: Pick<ExchangePort, 'read'>;
  /** The domain that orders are signed for; `null` while it is not known. */
  readonly domain: () => OrderDomain | null;
  readonly curve: Curve;
};

export type ComposedReceipts = {
  readonly receipts: Receipts;
  /** Whose signature is under the next one: the operator's preferred key, which may be replaced. */
  operator(): Address;
  /** Keys of the operator, opened once for all who sign with them. */
  readonly keys: OperatorKeys;
  /** Ends the thread that reads the journal. */
  close(): Promise<void>;
};

/**
 * Receipts of orders, out of the journal of this network, signed by the operator's preferred key,
 * wherever that is kept; `null` where there is none.
 *
 * @throws SignerError when a keystore of the operator's cannot be read.
 */
export async function composeReceipts({
  config,
  logger,
  ...parts
}: ReceiptParts): Promise<ComposedReceipts | null> {
  const settings = operatorKeysOf(config);
  if (settings === null) return null;
  const keys = new OperatorKeys({
    settings,
    signerTimeoutMs: limits.signerTimeoutMs,
    onFailure: (error) => logger.warn({ error }, 'a key of the operator cannot be read'),
  });
  let { address } = await keys.preferred();
  const { networkDir, network, chainId } = config;
  const records = new RecordThread({
    folder: join(networkDir, 'journal'),
    archive: join(networkDir, 'journal-archive'),
    network: `${network}-${chainId}`,
  });
  const receipts = new Receipts({
    ...parts,
    async signer() {
      const signer = await keys.preferred();
      address = signer.address;
      return signer;
    },
    records,
    limits,
    onFault: (error) => logger.error({ err: error }, 'a receipt cannot be made'),
  });
  return { receipts, keys, operator: () => address, close: () => records.close() };
}
