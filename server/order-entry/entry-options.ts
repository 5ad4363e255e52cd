import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Asset } from '#lib/domain/asset.ts';
import type { Order } from '#lib/domain/order.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import type { SignatureTools } from '#server/auth/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { Limits } from '#server/limits.ts';

export type OrderEntryOptions = SignatureTools & {
  readonly port: ExchangePort;
  /** Where signatures are valid; `null` = the clearing house's address is not known. */
  readonly domain: () => OrderDomain | null;
  readonly limits: Pick<Limits, 'clockSkewMs' | 'signatureMs' | 'nonceReserve' | 'deadManMs'>;
  /** Address of an asset's token; `null` = it is not known. */
  readonly tokenOf: (asset: Asset) => Address | null;
  /** The least of an asset that is paid out; of one that is not named nothing less than one quantum. */
  readonly minimumWithdrawals: ReadonlyMap<string, Quanta>;
  /**
   * Told each client order id that is no number, before the engine sees its number. The order is
   * acknowledged once what this gives has resolved.
   */
  readonly onClientOrderId: (name: {
    readonly account: number;
    readonly number: number;
    readonly text: string;
  }) => Promise<void>;
  /** Whether the contract would not begin the account's next epoch now: what is traded in it would wait. */
  readonly isEpochUntold?: (account: number) => boolean;
  /** Told of each order that the engine refused, and of the command that it came with. */
  readonly onRefused?: (refused: {
    readonly account: number;
    readonly order: Order;
    readonly seq: number;
  }) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};
