import { createPublicClient, encodeFunctionData, type Hex, http } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import type { Address } from '#lib/domain/address.ts';
import { listedAssets } from '#lib/domain/clearing-house-listing.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { ChaosChain } from './chaos-chain.ts';
import type { ChaosUser } from './chaos-user.ts';

/** Base units of tokens in a deposit: 1,000 dollars, a twentieth of a bitcoin, one ether. */
const DEPOSITS = { LUSD: 1_000_000_000n, LBTC: 5_000_000n, LETH: 10n ** 18n } as const;

export type DepositedToken = keyof typeof DEPOSITS;

/** Beyond what is signed on chain until then: the contract obeys (docs/settlement.md). */
const BINDING_SECONDS = 61;
/** Beyond the delay of an exit. */
const EXIT_SECONDS = 3_601;
/** Narrower than any order of these users is. */
const LEAST_NOTIONAL = 2_000_000n;

/** What owners do on chain, past the exchange. */
export class ChainOwners {
  readonly #chain: ChaosChain;
  readonly #contract: Address;
  /** Who has ever narrowed anything there, lower case: what they signed may not count any more. */
  readonly narrowed = new Set<string>();

  constructor(chain: ChaosChain) {
    const { clearingHouse } = chain.deployed.deployment.contracts;
    if (clearingHouse === undefined) throw new TypeError('there is no clearing house');
    this.#chain = chain;
    this.#contract = clearingHouse;
  }

  /** Somebody deposits for a user; the chain may lose it. */
  async deposit(account: Address, symbol: DepositedToken = 'LUSD'): Promise<void> {
    const { deployment, env } = this.#chain.deployed;
    const token = deployment.tokens.find((each) => each.symbol === symbol)?.address;
    if (token === undefined) throw new TypeError(`there is no ${symbol}`);
    const args = [account, token, DEPOSITS[symbol]] as const;
    const data = encodeFunctionData({ abi: clearingHouseAbi, functionName: 'depositFor', args });
    await this.#chain.send(developmentAccount(env, 'deployer'), { to: this.#contract, data });
  }

  /** Somebody who has left begins again with a little of everything. */
  async refund(account: Address): Promise<void> {
    for (const symbol of ['LUSD', 'LBTC', 'LETH'] as const) await this.deposit(account, symbol);
  }

  /** Cancels what rests, past the exchange. */
  async cancel(user: ChaosUser, nonces: readonly number[]): Promise<void> {
    const args = [[...nonces]] as const;
    await this.#act(
      user,
      encodeFunctionData({ abi: clearingHouseAbi, functionName: 'cancel', args }),
    );
  }

  /** Ends the trading key that a user has. */
  async revokeKey(user: ChaosUser): Promise<void> {
    if (user.issued === null) return;
    const { key, approval } = user.issued;
    const args = [key.address, approval.nonce + 1] as const;
    const abi = clearingHouseAbi;
    await this.#act(user, encodeFunctionData({ abi, functionName: 'revokeAgent', args }));
  }

  /** Lets the trading key that a user has sign next to nothing any more. */
  async narrowKey(user: ChaosUser): Promise<void> {
    if (user.issued === null) return;
    const limits = { maxNotional: LEAST_NOTIONAL };
    const approval = user.approvalOf(user.issued.key.address, limits);
    const args = [approval, await user.signApproval(approval)] as const;
    const abi = clearingHouseAbi;
    await this.#act(user, encodeFunctionData({ abi, functionName: 'approveAgent', args }));
  }

  /** Begins a new epoch: nothing of before counts. */
  async bumpEpoch(user: ChaosUser): Promise<void> {
    await this.#act(user, encodeFunctionData({ abi: clearingHouseAbi, functionName: 'bumpEpoch' }));
  }

  async requestExit(user: ChaosUser): Promise<void> {
    const abi = clearingHouseAbi;
    await this.#act(user, encodeFunctionData({ abi, functionName: 'requestExit' }));
  }

  async cancelExit(user: ChaosUser): Promise<void> {
    const abi = clearingHouseAbi;
    await this.#act(user, encodeFunctionData({ abi, functionName: 'cancelExit' }));
  }

  /** Waits until an exit is due, and has all paid. */
  async finaliseExit(user: ChaosUser): Promise<void> {
    await this.#chain.passTime(EXIT_SECONDS);
    const all = listedAssets.map(({ number }) => BigInt(number));
    const args = [user.signer.address, all] as const;
    const abi = clearingHouseAbi;
    await this.#act(user, encodeFunctionData({ abi, functionName: 'finaliseExit', args }));
  }

  /** Whatever was narrowed before binds settlement now. */
  async letBind(): Promise<void> {
    await this.#chain.passTime(BINDING_SECONDS);
  }

  /** Whoever was about to leave stays. */
  async stay(user: ChaosUser): Promise<void> {
    const client = createPublicClient({ transport: http(this.#chain.deployed.rpcUrl) });
    const { exiting } = await client.readContract({
      address: this.#contract,
      abi: clearingHouseAbi,
      functionName: 'accountOf',
      args: [user.signer.address],
    });
    if (exiting) await this.cancelExit(user);
  }

  async #act(user: ChaosUser, data: Hex): Promise<void> {
    this.narrowed.add(user.address);
    await this.#chain.send(user.signer.sender, { to: this.#contract, data });
  }
}
