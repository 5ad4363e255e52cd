import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { ContractName, NetworkName } from '#lib/domain/network.ts';

/**
 * What the browser is told when a page is rendered: nothing of it is baked into the build, so one
 * build serves every network.
 */
export type WebConfig = {
  readonly network: NetworkName;
  readonly networkTitle: string;
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly explorerUrl: string | null;
  /** Base address of the sidecar's HTTP interface, without a trailing slash. */
  readonly sidecarUrl: string;
  /** Address of the sidecar's WebSocket. */
  readonly sidecarWsUrl: string;
  readonly contracts: Readonly<Partial<Record<ContractName, Address>>>;
  readonly tokens: readonly Token[];
  /** Demo wallet and faucet: true only on the local network with a loopback RPC. */
  readonly developmentFeatures: boolean;
  readonly version: string;
};
