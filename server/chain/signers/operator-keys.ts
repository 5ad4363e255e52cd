import { readFile } from 'node:fs/promises';
import type { Hex } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import { shortMessage } from '../short-message.ts';
import { keystoreKey } from './keystore-key.ts';
import { keySigner, type OperatorSigner, SignerError } from './operator-signer.ts';
import { remoteSigner } from './remote-signer.ts';

/** Where the operator's keys are; of each kind the preferred one first. */
export type OperatorKeySettings = {
  readonly keystores: readonly string[];
  /** One password for all keystores, or one a line in their order. */
  readonly passwordFile: string | null;
  readonly signerUrl: string | null;
  readonly signerAddresses: readonly Address[];
  readonly privateKeys: readonly Hex[];
};

export type OperatorKeysOptions = {
  readonly settings: OperatorKeySettings;
  readonly signerTimeoutMs: number;
  /** A keystore that was replaced cannot be read; the key that was there before stays. */
  readonly onFailure: (error: string) => void;
};

type ReadKeystore = {
  readonly text: string;
  readonly password: string;
  readonly signer: OperatorSigner;
};

/**
 * The operator's keys in order of preference: remote ones, keystores, private keys. A keystore file
 * that is replaced counts from the next look on, without a restart.
 */
export class OperatorKeys {
  readonly #options: OperatorKeysOptions;
  readonly #fixed: {
    readonly before: readonly OperatorSigner[];
    readonly behind: readonly OperatorSigner[];
  };
  readonly #keystores = new Map<string, ReadKeystore>();
  /** Opening a keystore takes long: whoever asks meanwhile waits for the same. */
  #reading: Promise<readonly OperatorSigner[]> | null = null;
  /** All that ever were: what they have sent may still have to be replaced. */
  readonly #known = new Map<string, OperatorSigner>();

  constructor(options: OperatorKeysOptions) {
    this.#options = options;
    const { signerUrl: url, signerAddresses, privateKeys } = options.settings;
    const timeoutMs = options.signerTimeoutMs;
    this.#fixed = {
      before:
        url === null
          ? []
          : signerAddresses.map((address) => remoteSigner({ url, address, timeoutMs })),
      behind: privateKeys.map(keySigner),
    };
    for (const signer of [...this.#fixed.before, ...this.#fixed.behind]) this.#know(signer);
  }

  /**
   * The keys as of now.
   *
   * @throws SignerError when a keystore cannot be read and none was read before.
   */
  async signers(): Promise<readonly OperatorSigner[]> {
    this.#reading ??= this.#readKeystores().finally(() => {
      this.#reading = null;
    });
    const stored = await this.#reading;
    return [...this.#fixed.before, ...stored, ...this.#fixed.behind];
  }

  /**
   * The preferred key.
   *
   * @throws SignerError when there is none, or a keystore cannot be read and none was read before.
   */
  async preferred(): Promise<OperatorSigner> {
    const [signer] = await this.signers();
    if (signer === undefined) throw new SignerError('The operator has no key.');
    return signer;
  }

  /** Whoever signs for an address, an earlier key too; `null` when there is none. */
  of(address: Address): OperatorSigner | null {
    return this.#known.get(address.toLowerCase()) ?? null;
  }

  async #readKeystores(): Promise<readonly OperatorSigner[]> {
    const { keystores } = this.#options.settings;
    const signers: OperatorSigner[] = [];
    for (const [index, path] of keystores.entries()) {
      const known = this.#keystores.get(path);
      try {
        const { signer } = await this.#readKeystore(path, index);
        signers.push(signer);
      } catch (error) {
        const why = `${path}: ${shortMessage(error)}`;
        if (known === undefined) throw new SignerError(why, { cause: error });
        // While file and password are being replaced they may not belong together.
        this.#options.onFailure(why);
        signers.push(known.signer);
      }
    }
    return signers;
  }

  async #readKeystore(path: string, index: number): Promise<ReadKeystore> {
    const known = this.#keystores.get(path);
    const text = await readFile(path, 'utf8');
    const password = await this.#password(index);
    if (known?.text === text && known.password === password) return known;
    const signer = keySigner(await keystoreKey(text, password));
    const read = { text, password, signer };
    this.#keystores.set(path, read);
    this.#know(signer);
    return read;
  }

  async #password(index: number): Promise<string> {
    const { passwordFile, keystores } = this.#options.settings;
    if (passwordFile === null) throw new SignerError('OPERATOR_KEYSTORE_PASSWORD_FILE is not set.');
    const content = await readFile(passwordFile, 'utf8');
    const lines = content.replace(/\r?\n$/, '').split(/\r?\n/);
    if (lines.length !== 1 && lines.length !== keystores.length) {
      throw new SignerError(
        `${passwordFile} must hold one line, or one for each of ${keystores.length} keystores.`,
      );
    }
    return lines[lines.length === 1 ? 0 : index] ?? '';
  }

  #know(signer: OperatorSigner): void {
    this.#known.set(signer.address.toLowerCase(), signer);
  }
}
