import { setTimeout } from 'node:timers/promises';
import {
  createTestClient,
  createWalletClient,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type HDAccount,
  type Hex,
  http,
  parseAbi,
  publicActions,
  type TestClient,
} from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import { listedAssets } from '#lib/domain/clearing-house-listing.ts';
import type { AgentApproval } from '#lib/domain/signed-order.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { DeployedChain } from './deployed-chain.ts';

type Call =
  | { readonly functionName: 'pause' | 'unpause' | 'requestExit'; readonly args: readonly [] }
  | { readonly functionName: 'cancel'; readonly args: readonly [readonly number[]] }
  | { readonly functionName: 'revokeAgent'; readonly args: readonly [Address, number] }
  | { readonly functionName: 'approveAgent'; readonly args: readonly [AgentApproval, Hex] }
  | { readonly functionName: 'bumpEpoch'; readonly args: readonly [] }
  | { readonly functionName: 'finaliseExit'; readonly args: readonly [Address, readonly bigint[]] };

const tokenAbi = parseAbi(['function approve(address spender, uint256 value) returns (bool)']);
const POLL = { pollingInterval: 50 };
const GWEI = 1_000_000_000n;

/** The clearing house of a test's chain, as people use it without the exchange. */
export class ChainCustody {
  readonly chain: DeployedChain;
  readonly node: TestClient;

  constructor(chain: DeployedChain) {
    this.chain = chain;
    this.node = createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) });
  }

  contract(name: 'clearingHouse' | 'multicall3' | 'timelock'): Address {
    const address = this.chain.deployment.contracts[name];
    if (address === undefined) throw new TypeError(`there is no ${name}`);
    return address;
  }

  /** Token of an asset of the ledger, base units in a quantum, and its number in the contract. */
  token(asset: number): { address: Address; unit: bigint; number: number } {
    const symbol = assets.find(({ id }) => id === asset)?.token;
    const token = this.chain.deployment.tokens.find((each) => each.symbol === symbol);
    const listed = listedAssets.find((each) => each.token === symbol);
    if (token === undefined || listed === undefined) throw new TypeError(`no asset ${asset}`);
    const unit = 10n ** BigInt(listed.unitExponent);
    return { address: token.address, unit, number: listed.number };
  }

  /** Deposits quanta for somebody, from an account that has tokens. */
  async deposit(asset: number, quanta: number, owner: Address): Promise<void> {
    const payer = this.#wallet(developmentAccount(this.chain.env, 'treasury'));
    const { address, unit } = this.token(asset);
    const amount = BigInt(quanta) * unit;
    const contract = this.contract('clearingHouse');
    const approve = { functionName: 'approve', args: [contract, amount] } as const;
    const allowed = await payer.writeContract({ address, abi: tokenAbi, ...approve });
    await payer.waitForTransactionReceipt({ hash: allowed, ...POLL });
    const hash = await payer.writeContract({
      address: contract,
      abi: clearingHouseAbi,
      functionName: 'depositFor',
      args: [owner, address, amount],
    });
    const { status } = await payer.waitForTransactionReceipt({ hash, ...POLL });
    if (status !== 'success') throw new Error('the deposit was reverted');
  }

  /** Quanta that somebody has in the contract. */
  async balance(owner: Address, asset: number): Promise<number> {
    const quanta = await this.#wallet(developmentAccount(this.chain.env, 5)).readContract({
      address: this.contract('clearingHouse'),
      abi: clearingHouseAbi,
      functionName: 'balanceOf',
      args: [owner, BigInt(this.token(asset).number)],
    });
    return Number(quanta);
  }

  /** Somebody calls the clearing house. The owner is the timelock, which the node lets us play. */
  async call(role: 'guardian' | 'owner' | 5 | 6 | 7, call: Call): Promise<void> {
    const named = { abi: clearingHouseAbi, ...call } as EncodeFunctionDataParameters;
    const data = encodeFunctionData(named);
    const reader = this.#wallet(developmentAccount(this.chain.env, 5));
    const hash =
      role === 'owner'
        ? await this.#asTimelock(data)
        : await this.#wallet(developmentAccount(this.chain.env, role)).sendTransaction({
            to: this.contract('clearingHouse'),
            data,
          });
    const { status } = await reader.waitForTransactionReceipt({ hash, ...POLL });
    if (status !== 'success') throw new Error(`${call.functionName} was reverted`);
  }

  /** Somebody's call is sent and comes before others in its block; until then it is in none. */
  async send(role: 5 | 6 | 7, call: Call): Promise<void> {
    const named = { abi: clearingHouseAbi, ...call } as EncodeFunctionDataParameters;
    await this.#wallet(developmentAccount(this.chain.env, role)).sendTransaction({
      to: this.contract('clearingHouse'),
      data: encodeFunctionData(named),
      gas: 300_000n,
      maxFeePerGas: 100n * GWEI,
      maxPriorityFeePerGas: 50n * GWEI,
    });
  }

  /** Runs something while no block is made; then one with all that was sent, and others after it. */
  async inOneBlock(run: () => Promise<void>, transactions: number): Promise<void> {
    await this.node.setIntervalMining({ interval: 0 });
    await run();
    for (;;) {
      const { pending } = await this.node.getTxpoolStatus();
      if (pending >= transactions) break;
      await setTimeout(POLL.pollingInterval);
    }
    await this.node.mine({ blocks: 1 });
    await this.node.setIntervalMining({ interval: 1 });
  }

  async #asTimelock(data: Hex): Promise<Hex> {
    const from = this.contract('timelock');
    await this.node.impersonateAccount({ address: from });
    await this.node.setBalance({ address: from, value: 10n ** 18n });
    const to = this.contract('clearingHouse');
    const params = [{ from, to, data }] as const;
    return await this.node.request<{ ReturnType: Hex; Parameters: typeof params; Method: string }>({
      method: 'eth_sendTransaction',
      params,
    });
  }

  #wallet(account: HDAccount) {
    const { rpcUrl } = this.chain;
    const { chain } = createChainClient({ chainId: 1337, name: 'test', rpcUrl });
    return createWalletClient({ account, chain, transport: http(rpcUrl) }).extend(publicActions);
  }
}
