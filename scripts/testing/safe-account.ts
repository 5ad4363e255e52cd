import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  bytesToHex,
  concatHex,
  createTestClient,
  defineChain,
  encodeFunctionData,
  type Hex,
  http,
  type LocalAccount,
  parseAbi,
  parseEventLogs,
  publicActions,
  walletActions,
  zeroAddress,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { Address } from '#lib/domain/address.ts';

const ARTIFACTS = '@safe-global/safe-smart-account/build/artifacts/contracts';

const safeAbi = parseAbi([
  'function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)',
  'function nonce() view returns (uint256)',
  'function swapOwner(address previous, address old, address next)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)',
  'event ExecutionFailure(bytes32 indexed txHash, uint256 payment)',
]);

const factoryAbi = parseAbi([
  'function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address proxy)',
  'event ProxyCreation(address indexed proxy, address singleton)',
]);

const safeTxTypes = {
  SafeTx: [
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'data', type: 'bytes' },
    { name: 'operation', type: 'uint8' },
    { name: 'safeTxGas', type: 'uint256' },
    { name: 'baseGas', type: 'uint256' },
    { name: 'gasPrice', type: 'uint256' },
    { name: 'gasToken', type: 'address' },
    { name: 'refundReceiver', type: 'address' },
    { name: 'nonce', type: 'uint256' },
  ],
} as const;

const safeMessageTypes = { SafeMessage: [{ name: 'message', type: 'bytes' }] } as const;

/** What a Safe calls. */
export type SafeCall = { readonly to: Address; readonly data: Hex; readonly value?: bigint };

export type SafeOptions = {
  readonly rpcUrl: string;
  readonly chainId: number;
  /** Who pays for the transactions that owners have signed; it has no say in the Safe. */
  readonly relay: LocalAccount;
  /** How many of its three owners have to sign; two unless told otherwise. */
  readonly threshold?: number;
};

/**
 * A Safe 1.5.0 with three owners, two of whom sign for it unless told otherwise: the contracts as they were published,
 * behind a proxy of their factory.
 */
export class SafeAccount {
  readonly address: Address;
  /** Who owns it now, in the order of its list. */
  readonly owners: LocalAccount[];
  readonly #client: ReturnType<typeof clientOf>;
  readonly #chainId: number;
  readonly #threshold: number;

  private constructor(
    address: Address,
    {
      owners,
      client,
      chainId,
      threshold,
    }: {
      readonly owners: LocalAccount[];
      readonly client: ReturnType<typeof clientOf>;
      readonly chainId: number;
      readonly threshold: number;
    },
  ) {
    this.address = address;
    this.owners = owners;
    this.#client = client;
    this.#chainId = chainId;
    this.#threshold = threshold;
  }

  /** Deploys singleton, factory and handler, and creates a Safe of three new keys. */
  static async create(options: SafeOptions): Promise<SafeAccount> {
    const { threshold = 2 } = options;
    const client = clientOf(options);
    const singleton = await deployed(client, 'SafeL2.sol/SafeL2');
    const factory = await deployed(client, 'proxies/SafeProxyFactory.sol/SafeProxyFactory');
    const handler = await deployed(
      client,
      'handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler',
    );
    const owners = Array.from({ length: 3 }, someKey);
    const initializer = encodeFunctionData({
      abi: safeAbi,
      functionName: 'setup',
      args: [
        owners.map(({ address }) => address),
        BigInt(threshold),
        zeroAddress,
        '0x',
        handler,
        zeroAddress,
        0n,
        zeroAddress,
      ],
    });
    const hash = await client.writeContract({
      address: factory,
      abi: factoryAbi,
      functionName: 'createProxyWithNonce',
      args: [singleton, initializer, 0n],
    });
    const { logs } = await client.waitForTransactionReceipt({ hash });
    const [created] = parseEventLogs({ abi: factoryAbi, eventName: 'ProxyCreation', logs });
    if (created === undefined) throw new Error('the Safe was not created');
    const address = created.args.proxy.toLowerCase() as Address;
    return new SafeAccount(address, { owners, client, chainId: options.chainId, threshold });
  }

  /**
   * Has the Safe call something, by the signatures of as many owners as it takes, and waits until it is
   * mined.
   *
   * @returns The hash of the transaction.
   * @throws Error when the Safe does not do it, or what it called reverts.
   */
  async execute({ to, data, value = 0n }: SafeCall): Promise<Hex> {
    const client = this.#client;
    const nonce = await client.readContract({
      address: this.address,
      abi: safeAbi,
      functionName: 'nonce',
    });
    const terms = {
      to,
      value,
      data,
      operation: 0,
      safeTxGas: 0n,
      baseGas: 0n,
      gasPrice: 0n,
      gasToken: zeroAddress,
      refundReceiver: zeroAddress,
      nonce,
    } as const;
    const signatures = await this.#signed(this.#signers(), {
      types: safeTxTypes,
      primaryType: 'SafeTx',
      message: terms,
    });
    const call = encodeFunctionData({
      abi: safeAbi,
      functionName: 'execTransaction',
      args: [to, value, data, 0, 0n, 0n, 0n, zeroAddress, zeroAddress, signatures],
    });
    const hash = await client.sendTransaction({ to: this.address, data: call });
    const { status, logs } = await client.waitForTransactionReceipt({ hash });
    const failed = parseEventLogs({ abi: safeAbi, eventName: 'ExecutionFailure', logs });
    if (status !== 'success' || failed.length > 0)
      throw new Error(`the Safe's call of ${to} failed`);
    return hash;
  }

  /** The second owner is replaced by a new key; what was signed with the old one counts no more. */
  async replaceSecondOwner(): Promise<void> {
    const [first, second] = this.owners;
    if (first === undefined || second === undefined) throw new TypeError('the Safe has two owners');
    const heir = someKey();
    const data = encodeFunctionData({
      abi: safeAbi,
      functionName: 'swapOwner',
      args: [first.address, second.address, heir.address],
    });
    await this.execute({ to: this.address, data });
    this.owners[1] = heir;
  }

  /**
   * What owners say to 32 bytes in the Safe's name, as `isValidSignature` takes it: each signs the
   * `SafeMessage` that holds them, and the signatures are sorted by owner.
   *
   * @param by - as many of its owners as it takes, from the first on, unless told otherwise
   */
  async sign(digest: Uint8Array, by: readonly LocalAccount[] = this.#signers()): Promise<Hex> {
    return await this.#signed(by, {
      types: safeMessageTypes,
      primaryType: 'SafeMessage',
      message: { message: bytesToHex(digest) },
    });
  }

  #signers(): readonly LocalAccount[] {
    return this.owners.slice(0, this.#threshold);
  }

  async #signed(
    by: readonly LocalAccount[],
    data: Omit<Parameters<LocalAccount['signTypedData']>[0], 'domain'>,
  ): Promise<Hex> {
    const domain = { chainId: this.#chainId, verifyingContract: this.address };
    const sorted = [...by].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
    const definition = { ...data, domain } as Parameters<LocalAccount['signTypedData']>[0];
    return concatHex(await Promise.all(sorted.map((owner) => owner.signTypedData(definition))));
  }
}

function someKey(): LocalAccount {
  return privateKeyToAccount(generatePrivateKey());
}

function clientOf({ rpcUrl, chainId, relay }: SafeOptions) {
  const chain = defineChain({
    id: chainId,
    name: 'test',
    nativeCurrency: { name: 'LUX', symbol: 'LUX', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const transport = http(rpcUrl);
  return createTestClient({ mode: 'anvil', account: relay, chain, transport, pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);
}

/** Creates a contract of the package, as it was published. */
async function deployed(client: ReturnType<typeof clientOf>, name: string): Promise<Address> {
  const file = createRequire(import.meta.url).resolve(`${ARTIFACTS}/${name}.json`);
  const { bytecode } = JSON.parse(readFileSync(file, 'utf8'));
  const hash = await client.sendTransaction({ data: bytecode });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`${name} was not created`);
  return contractAddress;
}
