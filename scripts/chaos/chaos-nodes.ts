import type { Anvil } from '#scripts/dev-chain/anvil.ts';
import { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import type { ChaosChain } from './chaos-chain.ts';
import { type ChaosProxy, RPC_TROUBLES, startChaosProxy } from './chaos-proxy.ts';
import { startOtherNode } from './other-node.ts';

/** The two endpoints that the exchange uses, each with faults of its own. */
export class ChaosNodes {
  readonly #chain: ChaosChain;
  readonly #proxies: readonly ChaosProxy[];
  readonly #genesisTimestamp: number;
  #other: Anvil | null = null;

  private constructor(chain: ChaosChain, proxies: readonly ChaosProxy[], genesisTimestamp: number) {
    this.#chain = chain;
    this.#proxies = proxies;
    this.#genesisTimestamp = genesisTimestamp;
  }

  static async begin(
    chain: ChaosChain,
    { seed, genesisTimestamp }: { readonly seed: number; readonly genesisTimestamp: number },
  ): Promise<ChaosNodes> {
    const start = async (ownSeed: number) => {
      // Of its own, since nobody knows how many requests there will be.
      const luck = new SeededRandom(ownSeed);
      return await startChaosProxy(chain.deployed.rpcUrl, (probability) =>
        luck.chance(probability),
      );
    };
    const proxies = [await start(seed + 1), await start(seed + 2)];
    return new ChaosNodes(chain, proxies, genesisTimestamp);
  }

  get rpcUrls(): readonly string[] {
    return this.#proxies.map(({ rpcUrl }) => rpcUrl);
  }

  /** One of them, or all, fail in a way that the strength tells. */
  fail(strength: number, all: boolean): void {
    const kind = RPC_TROUBLES[strength % RPC_TROUBLES.length] ?? 'error';
    const failing = all ? this.#proxies : [this.#one(strength)];
    for (const proxy of failing) proxy.trouble(kind, strength / 1_000);
  }

  /** One of them learns nothing more; the others may, or lose what it has. */
  async leaveBehind(strength: number): Promise<void> {
    await this.#endOther();
    const { env } = this.#chain.deployed;
    this.#other = await startOtherNode(await this.#chain.dumped(), {
      chainId: env.chainId,
      genesisTimestamp: this.#genesisTimestamp,
    });
    this.#one(strength).turnTo(this.#other.rpcUrl);
  }

  async heal(): Promise<void> {
    for (const proxy of this.#proxies) proxy.trouble(null);
    await this.#endOther();
  }

  async stop(): Promise<void> {
    await this.#endOther();
    for (const proxy of this.#proxies) await proxy.stop();
  }

  async #endOther(): Promise<void> {
    for (const proxy of this.#proxies) proxy.turnTo(this.#chain.deployed.rpcUrl);
    await this.#other?.stop();
    this.#other = null;
  }

  #one(strength: number): ChaosProxy {
    const proxy = this.#proxies[strength % this.#proxies.length];
    if (proxy === undefined) throw new TypeError('there is no endpoint');
    return proxy;
  }
}
