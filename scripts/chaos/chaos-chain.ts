import {
  createTestClient,
  createWalletClient,
  type HDAccount,
  type Hex,
  http,
  publicActions,
  walletActions,
} from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import type { Address } from '#lib/domain/address.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { DeployedChain } from '#scripts/testing/deployed-chain.ts';

const GWEI = 1_000_000_000n;
/** Above what the operator is allowed to offer. */
const TOO_DEAR = 900n * GWEI;
const USUAL_FEE = GWEI;
const RICH = 10n ** 24n;
const MINE_MS = 150;
const DEPOSIT = 1_000_000_000n;

/** A chain whose blocks are made here, and what can happen to it and to the operator's key. */
export class ChaosChain {
  readonly #chain: DeployedChain;
  readonly #client;
  readonly #keeper: HDAccount;
  readonly #stopping = new AbortController();
  #turn: Promise<void> = Promise.resolve();
  #mining: NodeJS.Timeout | null = null;

  constructor(chain: DeployedChain) {
    this.#chain = chain;
    this.#keeper = developmentAccount(chain.env, 'keeper');
    const { chain: viemChain } = createChainClient({
      chainId: chain.env.chainId,
      name: 'chaos',
      rpcUrl: chain.rpcUrl,
    });
    this.#client = createTestClient({
      mode: 'anvil',
      chain: viemChain,
      transport: http(chain.rpcUrl, { timeout: 20_000 }),
    })
      .extend(publicActions)
      .extend(walletActions);
  }

  /** From now on there is a block every now and then, whatever is sent. */
  async begin(): Promise<void> {
    await this.#client.setAutomine(false);
    this.#mining = setInterval(() => {
      void this.#alone(async () => await this.#client.mine({ blocks: 1 })).catch(() => undefined);
    }, MINE_MS);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#mining !== null) clearInterval(this.#mining);
    await this.#turn;
  }

  /** Everything is as it was. */
  async heal(): Promise<void> {
    await this.#alone(async () => {
      await this.#client.setBalance({ address: this.#keeper.address, value: RICH });
      await this.#client.setNextBlockBaseFeePerGas({ baseFeePerGas: USUAL_FEE });
    });
  }

  /** The newest blocks are replaced by empty ones. */
  async reorganise(depth: number): Promise<void> {
    await this.#alone(async () => {
      await this.#request('anvil_reorg', [depth, []]);
    });
  }

  /** The node forgets what of the operator waits. */
  async dropTransactions(): Promise<void> {
    await this.#alone(async () => {
      for (const hash of await this.#waiting()) await this.#client.dropTransaction({ hash });
    });
  }

  /** The base fee rises above what the operator may offer. */
  async raiseFee(): Promise<void> {
    await this.#alone(
      async () => await this.#client.setNextBlockBaseFeePerGas({ baseFeePerGas: TOO_DEAR }),
    );
  }

  /** The operator's key sends something else with the nonce that is next. */
  async stealNonce(): Promise<void> {
    const { address } = this.#keeper;
    await this.#alone(async () => {
      const wallet = createWalletClient({
        account: this.#keeper,
        chain: this.#client.chain,
        transport: http(this.#chain.rpcUrl),
      });
      const nonce = await this.#client.getTransactionCount({ address, blockTag: 'latest' });
      const sending = wallet.sendTransaction({
        to: address,
        value: 1n,
        nonce,
        gas: 21_000n,
        maxFeePerGas: 2_000n * GWEI,
        maxPriorityFeePerGas: 1_000n * GWEI,
      });
      // A key without money, or one that has stolen it already, steals nothing.
      await sending.catch(() => undefined);
    });
  }

  /** The operator cannot pay for anything. */
  async impoverish(): Promise<void> {
    await this.#alone(
      async () => await this.#client.setBalance({ address: this.#keeper.address, value: 0n }),
    );
  }

  /** Somebody deposits dollars for a trader; the chain may lose it. */
  async deposit(account: Address): Promise<void> {
    const { deployment, env, rpcUrl } = this.#chain;
    const token = deployment.tokens.find(({ symbol }) => symbol === 'LUSD')?.address;
    const contract = deployment.contracts.clearingHouse;
    if (token === undefined || contract === undefined) throw new TypeError('nothing is deployed');
    const payer = developmentAccount(env, 'deployer');
    await this.#alone(async () => {
      const wallet = createWalletClient({
        account: payer,
        chain: this.#client.chain,
        transport: http(rpcUrl),
      });
      const { address } = payer;
      const nonce = await this.#client.getTransactionCount({ address, blockTag: 'latest' });
      await wallet.writeContract({
        address: contract,
        abi: clearingHouseAbi,
        functionName: 'depositFor',
        args: [account, token, DEPOSIT],
        nonce,
        gas: 400_000n,
        maxFeePerGas: 2_000n * GWEI,
        maxPriorityFeePerGas: GWEI,
      });
    });
  }

  async #waiting(): Promise<readonly Hex[]> {
    const own = this.#keeper.address.toLowerCase();
    const { pending, queued } = await this.#client.getTxpoolContent();
    return [pending, queued]
      .flatMap((pool) => Object.entries(pool))
      .filter(([address]) => address.toLowerCase() === own)
      .flatMap(([, byNonce]) => Object.values(byNonce))
      .map(({ hash }) => hash);
  }

  async #request(method: string, params: readonly unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(this.#chain.rpcUrl, { method: 'POST', headers, body });
    const { result, error } = await answer.json();
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** One after another: no block is made while something is done to the chain. */
  async #alone(run: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(async () => {
      if (!this.#stopping.signal.aborted) await run();
    });
    this.#turn = mine.catch(() => undefined);
    await mine;
  }
}
