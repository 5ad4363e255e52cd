import {
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  type PrivateKeyAccount,
  padHex,
  parseAbi,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Address } from '#lib/domain/address.ts';
import { readArtifact } from '#scripts/deploy/read-artifact.ts';
import type { ChaosChain } from './chaos-chain.ts';
import { type ChaosSigner, contractSigner } from './chaos-signer.ts';

const abi = parseAbi([
  'constructor(address first, address second)',
  'function replaceSecond(address second)',
]);
/** Keys begin here; each wallet has two, and one that signs for nobody. */
const FIRST_KEY = 0xc0ffee00;
const KEYS_EACH = 3;
const DEPLOY_GAS = 2_000_000n;

type ContractWallet = {
  readonly signer: ChaosSigner;
  readonly first: PrivateKeyAccount;
  readonly second: Address;
  readonly nobody: Address;
};

/** Accounts that are contracts, and can take back what they said of a signature. */
export class ContractWallets {
  readonly #chain: ChaosChain;
  readonly #wallets: readonly ContractWallet[];

  private constructor(chain: ChaosChain, wallets: readonly ContractWallet[]) {
    this.#chain = chain;
    this.#wallets = wallets;
  }

  /** Makes so many of them on a chain that mines what is sent. */
  static async deploy(chain: ChaosChain, count: number): Promise<ContractWallets> {
    const wallets: ContractWallet[] = [];
    for (let index = 0; index < count; index += 1) wallets.push(await deployed(chain, index));
    return new ContractWallets(chain, wallets);
  }

  get signers(): readonly ChaosSigner[] {
    return this.#wallets.map(({ signer }) => signer);
  }

  /** From now on the contract says no to all that it has ever signed. */
  async takeBackWord(address: Address): Promise<void> {
    const { nobody } = this.#of(address);
    await this.#replaceSecond(address, nobody);
  }

  /** Every contract says yes again to what its two keys have signed. */
  async confirmAgain(): Promise<void> {
    for (const { signer, second } of this.#wallets) {
      await this.#replaceSecond(signer.address, second);
    }
  }

  async #replaceSecond(to: Address, second: Address): Promise<void> {
    const data = encodeFunctionData({ abi, functionName: 'replaceSecond', args: [second] });
    await this.#chain.send(this.#of(to).first, { to, data });
  }

  #of(address: Address): ContractWallet {
    const found = this.#wallets.find(({ signer }) => signer.address === address);
    if (found === undefined) throw new TypeError(`${address} is no contract`);
    return found;
  }
}

async function deployed(chain: ChaosChain, index: number): Promise<ContractWallet> {
  const [firstKey, secondKey, nobodysKey] = [0, 1, 2].map((place) =>
    keyOf(index * KEYS_EACH + place),
  ) as [Hex, Hex, Hex];
  const first = privateKeyToAccount(firstKey);
  const { address: second } = privateKeyToAccount(secondKey);
  await chain.fund(first.address);
  const bytecode = readArtifact('testing/contract-wallet');
  const data = encodeDeployData({ abi, bytecode, args: [first.address, second] });
  await chain.send(first, { to: null, data, gas: DEPLOY_GAS });
  const address = getContractAddress({ from: first.address, nonce: 0n });
  await chain.speakFor(address);
  return {
    signer: contractSigner(address, [firstKey, secondKey]),
    first,
    second,
    nobody: privateKeyToAccount(nobodysKey).address,
  };
}

function keyOf(number: number): Hex {
  return padHex(toHex(FIRST_KEY + number), { size: 32 });
}
