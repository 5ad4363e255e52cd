import { expect } from '@playwright/test';
import {
  createTestClient,
  defineChain,
  encodeFunctionData,
  type Hash,
  type Hex,
  http,
  maxUint256,
  publicActions,
  type TransactionReceipt,
  walletActions,
} from 'viem';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import type { Address } from '#lib/domain/address.ts';
import { LUX, type Token } from '#lib/domain/currency.ts';
import type { ContractName, Deployment } from '#lib/domain/network.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type ExchangeEnv, readExchangeEnv } from '#lib/env/exchange-env.ts';
import { readDeployment } from '#lib/env/read-deployment.ts';
import { jsonRpc } from '#scripts/start/json-rpc.ts';

export type ChainPlace = { readonly rpcUrl: string; readonly dataDir: string };

/** What a test's account begins with. */
const FUNDS = { LUX: 10_000n, LUSD: 100_000n, LETH: 20n, LBTC: 1n } as const;

const FUNDED_TOKENS = ['LUSD', 'LETH', 'LBTC'] as const;

/** How long a transaction may take into a block. */
const MINED_MS = 30_000;

/** How many traders a treasury can furnish. */
const TREASURY_SHARE = 250n;

/** Balances by symbol, in base units. */
export type Balances = Readonly<Record<string, bigint>>;

/** The unlocked accounts that workers pay from, one each: so none takes another's nonce. */
const TREASURIES = [5, 6, 7, 8] as const;

/** The chain as the tests see it, past the page. */
export class TestChain {
  readonly env: ExchangeEnv;
  readonly deployment: Deployment;
  /** Where what tests give away comes from: an account that the node itself unlocks. */
  readonly treasury: Address;
  readonly client;
  #lastSend: Promise<unknown> = Promise.resolve();

  /** @param worker - of those that run side by side, which; `deployer` for the set-up before them */
  constructor({ rpcUrl, dataDir }: ChainPlace, worker: number | 'deployer') {
    this.env = readExchangeEnv({ NETWORK: 'local', RPC_URL: rpcUrl, DATA_DIR: dataDir });
    const deployment = readDeployment(this.env);
    if (deployment === null) throw new Error('nothing is deployed on the chain of the tests');
    this.deployment = deployment;
    const treasury = worker === 'deployer' ? worker : TREASURIES[worker];
    if (treasury === undefined) throw new Error(`worker ${worker} has no treasury`);
    this.treasury = developmentAccount(this.env, treasury).address;
    const chain = defineChain({
      id: this.env.chainId,
      name: 'Local',
      nativeCurrency: LUX,
      rpcUrls: { default: { http: [rpcUrl] } },
    });
    this.client = createTestClient({
      mode: 'anvil',
      chain,
      pollingInterval: 50,
      transport: http(),
    })
      .extend(publicActions)
      .extend(walletActions);
  }

  contract(name: ContractName): Address {
    const address = this.deployment.contracts[name];
    if (address === undefined) throw new Error(`${name} is not deployed`);
    return address;
  }

  /** One of the exchange's own tokens. */
  token(symbol: string): Token {
    const token = this.deployment.tokens.find((candidate) => candidate.symbol === symbol);
    if (token === undefined) throw new Error(`${symbol} is not deployed`);
    return token;
  }

  /** Sends from the treasury and waits for the block; what reverts throws. */
  async send(call: {
    readonly to: Address;
    readonly data: Hex;
    /** Native LUX sent along, in wei. */
    readonly value?: bigint;
  }): Promise<TransactionReceipt> {
    const { to, data, value = 0n } = call;
    // One after the other, as the node gives the next number only when it has the one before.
    const sent = this.#lastSend.then(
      async () => await this.client.sendTransaction({ account: this.treasury, to, data, value }),
    );
    this.#lastSend = sent.catch(() => undefined);
    const receipt = await this.receipt(await sent);
    if (receipt.status !== 'success') throw new Error(`a transaction to ${to} reverted`);
    return receipt;
  }

  /** Asks for each by itself: many that wait for blocks through one client have missed theirs. */
  async receipt(hash: Hash): Promise<TransactionReceipt> {
    const found: TransactionReceipt[] = [];
    const look = async () => {
      const receipt = await this.client.getTransactionReceipt({ hash }).catch(() => null);
      if (receipt !== null) found.push(receipt);
      return found.length > 0;
    };
    const patience = { message: `a block with ${hash}`, timeout: MINED_MS, intervals: [50] };
    await expect.poll(look, patience).toBe(true);
    const [receipt] = found;
    if (receipt === undefined) throw new Error(`no block has ${hash}`);
    return receipt;
  }

  /** A method of the node itself. */
  async node(method: string, params: readonly unknown[]): Promise<unknown> {
    return await jsonRpc(this.env.rpcUrl, { method, params });
  }

  /** Gives an account coins and tokens to trade with. */
  async fund(owner: Address): Promise<void> {
    await this.client.setBalance({ address: owner, value: FUNDS.LUX * 10n ** 18n });
    await Promise.all(
      FUNDED_TOKENS.map(async (symbol) => {
        const { address, decimals } = this.token(symbol);
        await this.give({ owner, token: address, amount: FUNDS[symbol] * 10n ** BigInt(decimals) });
      }),
    );
  }

  /** Fills the treasuries of all workers from this one's: each with what many traders begin with. */
  async fillTreasuries(): Promise<void> {
    for (const index of TREASURIES) {
      const owner = developmentAccount(this.env, index).address;
      for (const symbol of FUNDED_TOKENS) {
        const { address, decimals } = this.token(symbol);
        const amount = TREASURY_SHARE * FUNDS[symbol] * 10n ** BigInt(decimals);
        await this.give({ owner, token: address, amount });
      }
    }
  }

  /** Moves tokens of the treasury's to an account. Amount in base units. */
  async give(gift: {
    readonly owner: Address;
    readonly token: Address;
    readonly amount: bigint;
  }): Promise<void> {
    const { owner, token, amount } = gift;
    const call = { abi: erc20Abi, functionName: 'transfer', args: [owner, amount] } as const;
    await this.send({ to: token, data: encodeFunctionData(call) });
  }

  /** Buys a token with LUSD in its V2 pool, so that it becomes dearer. Amount in whole LUSD. */
  async pushPrice(token: Address, amount: bigint): Promise<void> {
    const router = this.contract('v2Router');
    const lusd = this.token('LUSD').address;
    const units = amount * 10n ** 6n;
    const approve = { abi: erc20Abi, functionName: 'approve', args: [router, units] } as const;
    await this.send({ to: lusd, data: encodeFunctionData(approve) });
    const swap = {
      abi: uniswapV2Router02Abi,
      functionName: 'swapExactTokensForTokens',
      args: [units, 0n, [lusd, token], this.treasury, maxUint256],
    } as const;
    await this.send({ to: router, data: encodeFunctionData(swap) });
  }

  /** What an account holds of the coin, of every token of the exchange, and of others named. */
  async balances(owner: Address, others: readonly Token[] = []): Promise<Balances> {
    const tokens = await Promise.all(
      [...this.deployment.tokens, ...others].map(
        async ({ symbol, address }) => [symbol, await this.tokenBalance(owner, address)] as const,
      ),
    );
    return {
      LUX: await this.client.getBalance({ address: owner }),
      ...Object.fromEntries(tokens),
    };
  }

  async tokenBalance(owner: Address, token: Address): Promise<bigint> {
    return await this.client.readContract({
      address: token,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [owner],
    });
  }

  /** What the router may take of an account's token. */
  async allowance(owner: Address, token: Address): Promise<bigint> {
    return await this.client.readContract({
      address: token,
      abi: erc20Abi,
      functionName: 'allowance',
      args: [owner, this.contract('swapRouter02')],
    });
  }
}
