import type { Address } from '#lib/domain/address.ts';
import type { OperatorKeys } from './operator-keys.ts';
import { type OperatorSigner, SignerError } from './operator-signer.ts';

/** One of the operator's keys, as the chain has it. */
export type OperatorAccount = {
  readonly address: Address;
  /** Whether the clearing house takes batches from it. */
  readonly isOperator: boolean;
  readonly balanceWei: bigint;
};

export type OperatorChooserOptions = {
  readonly keys: Pick<OperatorKeys, 'signers'>;
  /** How the chain has an address; rejects while it does not answer. */
  readonly account: (address: Address) => Promise<OperatorAccount>;
};

/**
 * Chooses which of the operator's keys signs next: the first that the clearing house lists and that
 * can pay. A key is changed without downtime by listing the new one, giving it money and letting it
 * come first; or by taking the old one from the list.
 */
export class OperatorChooser {
  readonly #options: OperatorChooserOptions;
  #accounts: readonly OperatorAccount[] = [];
  #chosen: Address | null = null;

  constructor(options: OperatorChooserOptions) {
    this.#options = options;
  }

  /** As they were when the chain was asked last. */
  get accounts(): readonly OperatorAccount[] {
    return this.#accounts;
  }

  /** Who would sign as of then; `null` when nobody may. */
  get chosen(): Address | null {
    return this.#chosen;
  }

  /**
   * @param costWei What the transaction may cost.
   * @throws SignerError when the clearing house lists none of the keys.
   */
  async choose(costWei: bigint): Promise<OperatorSigner> {
    const listed = await this.#listed();
    const [first] = listed;
    if (first === undefined) {
      const addresses = this.#accounts.map(({ address }) => address).join(', ');
      throw new SignerError(
        `The clearing house lists none of the operator's keys (${addresses || 'there is none'}). ` +
          'Let its owner list one, or correct the settings.',
      );
    }
    const { signer } = listed.find(({ account }) => account.balanceWei >= costWei) ?? first;
    this.#chosen = signer.address;
    return signer;
  }

  /** Looks at the chain, so that `accounts` and `chosen` are of now. */
  async refresh(): Promise<void> {
    const listed = await this.#listed();
    const chosen = listed.find(({ account }) => account.balanceWei > 0n) ?? listed[0];
    this.#chosen = chosen?.signer.address ?? null;
  }

  async #listed() {
    const signers = await this.#options.keys.signers();
    const all = await Promise.all(
      signers.map(async (signer) => ({
        signer,
        account: await this.#options.account(signer.address),
      })),
    );
    this.#accounts = all.map(({ account }) => account);
    return all.filter(({ account }) => account.isOperator);
  }
}
