import {
  concat,
  createWalletClient,
  defineChain,
  encodeAbiParameters,
  type Hash,
  type Hex,
  http,
  maxUint256,
  parseAbi,
  parseUnits,
  publicActions,
  type TransactionReceipt,
} from 'viem';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import type { Address } from '#lib/domain/address.ts';
import { LUX } from '#lib/domain/currency.ts';
import type { Deployment } from '#lib/domain/network.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';
import { readArtifact } from '#scripts/deploy/read-artifact.ts';

/** In whole tokens. */
const SUPPLY = '1000000';
const HOLDER_AMOUNT = '100000';

/** Some tokens return nothing from these, so nothing is read. */
const plainAbi = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
]);

/** The last constructor arguments of every test token: who gets how many at first. */
const HOLDING = [{ type: 'address' }, { type: 'uint256' }] as const;

type Metadata = { readonly name: string; readonly symbol: string; readonly decimals: number };

/** What sound tokens may say about themselves, by kind. */
const METADATA = {
  plain: { name: 'Plain Token', symbol: 'PLAIN', decimals: 18 },
  'long-metadata': {
    name: 'Very long name '.repeat(400),
    symbol: 'LONG'.repeat(250),
    decimals: 18,
  },
  /** After an override that makes text run from right to left it reads "LUSD". */
  'right-to-left': { name: '\u202eralloD xuL', symbol: '\u202eDSUL', decimals: 18 },
  html: {
    name: '<img src=x onerror="document.title=1">',
    symbol: '<script>document.title=1</script>',
    decimals: 18,
  },
  /** Says that it is LUSD. */
  'symbol-collision': { name: 'Lux Dollar', symbol: 'LUSD', decimals: 6 },
  'empty-metadata': { name: '', symbol: '', decimals: 18 },
  'no-decimals': { name: 'Indivisible', symbol: 'WHOLE', decimals: 0 },
  'many-decimals': { name: 'Very Divisible', symbol: 'DUST', decimals: 36 },
} as const satisfies Record<string, Metadata>;

/** Tokens that misbehave: contracts/test/mocks says how. What they say of themselves is noted here. */
const MISBEHAVING = {
  /** Name and symbol are bytes32, not text. */
  bytes32: { artifact: 'bytes32-metadata-token', decimals: 18 },
  /** Burns 1 % of every transfer. */
  'fee-on-transfer': { artifact: 'fee-on-transfer-token', decimals: 18 },
  /** `transfer` and `approve` return nothing; an allowance must be zero before it is set again. */
  'no-return': { artifact: 'no-return-token', decimals: 6 },
  /** `name`, `symbol` and `decimals` revert. */
  'reverting-metadata': { artifact: 'reverting-metadata-token', decimals: 18 },
  /** `name` and `symbol` are a megabyte each. */
  'metadata-bomb': { artifact: 'metadata-bomb-token', decimals: 18 },
} as const;

export type TestTokenKind = keyof typeof METADATA | keyof typeof MISBEHAVING;

export type TestToken = {
  readonly kind: TestTokenKind;
  readonly address: Address;
  /** Decimals that its amounts have, whether or not it tells them. */
  readonly decimals: number;
};

type TestTokenOrder = {
  /** A chain with the exchange on it: what `deployedChain()` gives. */
  readonly chain: { readonly env: ExchangeEnv; readonly deployment: Deployment };
  readonly kind: TestTokenKind;
  /** Who gets 100,000 tokens; default the first test user. */
  readonly holder?: Address;
  /** Whether it also gets a V2 pool of 100,000 tokens and 100,000 LUSD. */
  readonly pool?: boolean;
};

/** Deploys a token to test with, on the local network. The deployer keeps the rest of a million. */
export async function deployTestToken(order: TestTokenOrder): Promise<TestToken> {
  const { chain, kind, pool = false } = order;
  const holder = order.holder ?? developmentAccount(chain.env, 5).address;
  const client = deployerClient(chain.env);
  const decimals = decimalsOf(kind);
  const data = creationCode(kind, client.account.address);
  const { contractAddress } = await mined(client, await client.sendTransaction({ data }));
  if (!contractAddress) throw new Error(`the ${kind} token was not created`);
  const token = { kind, address: contractAddress, decimals };
  const transfer = await client.writeContract({
    address: token.address,
    abi: plainAbi,
    functionName: 'transfer',
    args: [holder, parseUnits(HOLDER_AMOUNT, decimals)],
  });
  await mined(client, transfer);
  if (pool) await createPool({ client, token, deployment: chain.deployment });
  return token;
}

type DeployerClient = ReturnType<typeof deployerClient>;

function deployerClient(env: ExchangeEnv) {
  const chain = defineChain({
    id: env.chainId,
    name: 'Local',
    nativeCurrency: LUX,
    rpcUrls: { default: { http: [env.rpcUrl] } },
  });
  const account = developmentAccount(env, 'deployer');
  const client = createWalletClient({ account, chain, pollingInterval: 50, transport: http() });
  return client.extend(publicActions);
}

async function mined(client: DeployerClient, hash: Hash): Promise<TransactionReceipt> {
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`transaction ${hash} failed`);
  return receipt;
}

function isMisbehaving(kind: TestTokenKind): kind is keyof typeof MISBEHAVING {
  return kind in MISBEHAVING;
}

function decimalsOf(kind: TestTokenKind): number {
  return isMisbehaving(kind) ? MISBEHAVING[kind].decimals : METADATA[kind].decimals;
}

function creationCode(kind: TestTokenKind, holder: Address): Hex {
  const amount = parseUnits(SUPPLY, decimalsOf(kind));
  if (isMisbehaving(kind)) {
    const code = readArtifact(`testing/${MISBEHAVING[kind].artifact}`);
    return concat([code, encodeAbiParameters(HOLDING, [holder, amount])]);
  }
  const { name, symbol, decimals } = METADATA[kind];
  const types = [{ type: 'string' }, { type: 'string' }, { type: 'uint8' }, ...HOLDING] as const;
  const values = [name, symbol, decimals, holder, amount] as const;
  return concat([readArtifact('testing/metadata-token'), encodeAbiParameters(types, values)]);
}

/** The router takes what arrives, so that tokens which keep a part have pools as well. */
async function createPool({
  client,
  token,
  deployment,
}: {
  readonly client: DeployerClient;
  readonly token: TestToken;
  readonly deployment: Deployment;
}): Promise<void> {
  const router = deployment.contracts.v2Router;
  const lusd = deployment.tokens.find(({ symbol }) => symbol === 'LUSD');
  if (router === undefined || lusd === undefined) throw new Error('the exchange is not deployed');
  const amount = parseUnits(HOLDER_AMOUNT, token.decimals);
  const lusdAmount = parseUnits(HOLDER_AMOUNT, lusd.decimals);
  const approve = await client.writeContract({
    address: token.address,
    abi: plainAbi,
    functionName: 'approve',
    args: [router, amount],
  });
  await mined(client, approve);
  const create = await client.writeContract({
    address: router,
    abi: uniswapV2Router02Abi,
    functionName: 'addLiquidity',
    args: [
      token.address,
      lusd.address,
      amount,
      lusdAmount,
      0n,
      0n,
      client.account.address,
      maxUint256,
    ],
  });
  await mined(client, create);
}
