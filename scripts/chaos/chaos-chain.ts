import {
  type Account,
  createTestClient,
  createWalletClient,
  type HDAccount,
  type Hex,
  http,
  publicActions,
  walletActions,
} from 'viem';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import type { Address } from '#lib/domain/address.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { DeployedChain } from '#scripts/testing/deployed-chain.ts';

const GWEI = 1_000_000_000n;
/** Above what the operator is allowed to offer, and below what others do. */
const TOO_DEAR = 900n * GWEI;
const DEAREST = 4_000n * GWEI;
const USUAL_FEE = GWEI;
const RICH = 10n ** 24n;
const MINE_MS = 200;
const CALL_GAS = 600_000n;

/** A chain whose blocks are made here, and what can happen to it and to the operator's key. */
export class ChaosChain {
  readonly deployed: DeployedChain;
  readonly #client;
  readonly #keeper: HDAccount;
  readonly #stopping = new AbortController();
  #turn: Promise<void> = Promise.resolve();
  #mining: NodeJS.Timeout | null = null;
  #isDear = false;

  constructor(chain: DeployedChain) {
    this.deployed = chain;
    this.#keeper = developmentAccount(chain.env, 'keeper');
    const { chain: viemChain } = createChainClient({
      chainId: chain.env.chainId,
      name: 'chaos',
      rpcUrl: chain.rpcUrl,
    });
    this.#client = createTestClient({
      mode: 'anvil',
      chain: viemChain,
      transport: http(chain.rpcUrl, { timeout: 30_000 }),
    })
      .extend(publicActions)
      .extend(walletActions);
  }

  /** From now on there is a block every now and then, whatever is sent. */
  async begin(): Promise<void> {
    await this.#client.setAutomine(false);
    this.#mineLater();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#mining !== null) clearTimeout(this.#mining);
    await this.#turn;
  }

  /** Everything is as it was. @returns The newest block then. */
  async heal(): Promise<number> {
    this.#isDear = false;
    await this.#alone(async () => {
      await this.#client.setBalance({ address: this.#keeper.address, value: RICH });
      await this.#client.setNextBlockBaseFeePerGas({ baseFeePerGas: USUAL_FEE });
    });
    return Number(await this.#client.getBlockNumber());
  }

  /** The newest blocks are replaced by empty ones. */
  async reorganise(depth: number): Promise<void> {
    await this.#alone(async () => {
      await this.#request('anvil_reorg', [depth, []]);
    });
  }

  /** All that the node knows, for another one that is to know as much. */
  async dumped(): Promise<string> {
    let state = '';
    await this.#alone(async () => {
      state = String(await this.#request('anvil_dumpState', []));
    });
    return state;
  }

  /** The node forgets what of the operator waits. */
  async dropTransactions(): Promise<void> {
    await this.#alone(async () => {
      for (const hash of await this.#waiting()) await this.#client.dropTransaction({ hash });
    });
  }

  /** The base fee is above what the operator may offer, until `heal`. */
  raiseFee(): void {
    this.#isDear = true;
  }

  /** The time of the chain goes ahead. */
  async passTime(seconds: number): Promise<void> {
    await this.#alone(async () => {
      await this.#client.increaseTime({ seconds });
      await this.#client.mine({ blocks: 1 });
    });
  }

  /** The operator's key sends something else with the nonce that is next. */
  async stealNonce(): Promise<void> {
    await this.send(this.#keeper, { to: this.#keeper.address, data: '0x', gas: 21_000n });
  }

  /** The operator cannot pay for anything. */
  async impoverish(): Promise<void> {
    await this.#alone(
      async () => await this.#client.setBalance({ address: this.#keeper.address, value: 0n }),
    );
  }

  /** A call of somebody's, whatever gas costs now. The chain may lose it, or revert it. */
  async send(
    account: Account | Address,
    {
      to,
      data,
      gas = CALL_GAS,
    }: {
      /** `null` = the data makes a contract. */
      readonly to: Address | null;
      readonly data: Hex;
      readonly gas?: bigint;
    },
  ): Promise<void> {
    const address = typeof account === 'string' ? account : account.address;
    await this.#alone(async () => {
      const wallet = createWalletClient({
        account,
        chain: this.#client.chain,
        transport: http(this.deployed.rpcUrl),
      });
      const nonce = await this.#client.getTransactionCount({ address, blockTag: 'latest' });
      const fees = { maxFeePerGas: DEAREST, maxPriorityFeePerGas: 2n * GWEI };
      const sending = wallet.sendTransaction({ to, data, nonce, gas, ...fees });
      // A key without money, or whose transaction with that number waits already, sends nothing.
      await sending.catch(() => undefined);
      await this.#mine();
    });
  }

  /** The node takes what a contract is said to send, as if the contract had code for it. */
  async speakFor(address: Address): Promise<void> {
    await this.#client.impersonateAccount({ address });
    await this.fund(address);
  }

  /** Anybody has enough for gas. */
  async fund(address: Address): Promise<void> {
    await this.#client.setBalance({ address, value: RICH });
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

  #mineLater(): void {
    this.#mining = setTimeout(() => {
      void this.#alone(async () => await this.#mine())
        .catch(() => undefined)
        .finally(() => {
          if (!this.#stopping.signal.aborted) this.#mineLater();
        });
    }, MINE_MS);
  }

  async #mine(): Promise<void> {
    if (this.#isDear) {
      await this.#client.setNextBlockBaseFeePerGas({ baseFeePerGas: TOO_DEAR });
    }
    await this.#client.mine({ blocks: 1 });
  }

  async #request(method: string, params: readonly unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(this.deployed.rpcUrl, { method: 'POST', headers, body });
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
